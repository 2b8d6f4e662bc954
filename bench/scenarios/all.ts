import type { Scenario } from '../scenario.ts';
import { learningScenarios } from './learning.ts';
import { listScenarios } from './lists.ts';
import { loginScenario } from './login.ts';
import { basketScenario, orderScenario } from './order.ts';
import { pageScenarios } from './pages.ts';

/** Every scenario, in the order of the table. */
export const scenarios: readonly Scenario[] = [
  ...pageScenarios,
  ...learningScenarios,
  ...listScenarios,
  loginScenario,
  orderScenario,
  basketScenario,
];
