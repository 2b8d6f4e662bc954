import { memberPassword } from '../generate/keys.ts';
import { at, expectStatus, type Scenario } from '../scenario.ts';

/** Another address for each turn, as a proxy in front would tell it: limits count by address. */
const addressOf = (turn: number) => `10.${(turn >> 16) & 255}.${(turn >> 8) & 255}.${turn & 255}`;

/** Signing in by password, with argon2id as in earnest. */
export const loginScenario: Scenario = {
  name: 'login',
  title: 'log-in by password',
  connections: 8,
  run: async (line, { emails }, turn) => {
    const answer = await line.ask({
      method: 'POST',
      path: '/api/v1/sessions',
      json: { address: at(emails, turn), password: memberPassword },
      headers: { 'x-forwarded-for': addressOf(turn) },
    });
    expectStatus(answer, 201);
  },
};
