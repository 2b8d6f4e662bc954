import type { Report, Row } from './report.ts';
import type { HouseRun, Measured } from './run.ts';
import { mostRatio } from './scenario.ts';

/** The report for people: Markdown. */
export function renderReport(report: Report): string {
  const parts = [
    '# What a request costs',
    aboutLine(report),
    report.houses.map(houseLine).join('\n'),
    costTable(report),
    remarks(report),
    '## Memory after each scenario, MiB node + db',
    memoryTable(report),
    '## Weight of a page, compressed bytes',
    weightTable(report),
    budgetLines(report),
  ];
  return `${parts.join('\n\n')}\n`;
}

function aboutLine({ date, commit, machine, versions, rounds, seconds }: Report): string {
  const { cores, processor, memoryGiB } = machine;
  return (
    `${date.slice(0, 10)}, commit ${commit}; ${cores} cores (${processor}), ${memoryGiB} GiB; ` +
    `Node ${versions.node}, PostgreSQL ${versions.postgres}; ${rounds} × ${seconds} s a scenario, houses in turn, ` +
    `the cheapest round counts; load, server and database share the cores.`
  );
}

function houseLine({ size, databaseMiB }: HouseRun): string {
  const { name, works, members, orders } = size;
  return `- **${name}**: ${whole(works)} works, ${whole(members)} members, ${whole(orders)} orders, ${whole(databaseMiB)} MiB`;
}

function costTable({ houses, rows }: Report): string {
  const names = houses.map(({ size }) => size.name);
  const cells = (row: Row) => [
    row.title,
    ...names.flatMap((name) => cellsOf(row.bySize[name]!)),
    row.ratio === null ? '–' : row.ratio.toFixed(2),
    `${whole(row.capacity)}/s`,
    promiseOf(row),
    row.isMet ? 'met' : '**missed**',
  ];
  const columns = names.flatMap((name) => [`${name} req/s`, 'p50 / p99 ms', 'CPU µs node + db']);
  const header = ['scenario', ...columns, 'large : small', 'two cores can', 'promise', ''];
  return table(header, rows.map(cells));
}

function promiseOf({ target, p99Target }: Row): string {
  if (p99Target !== null) return `p99 ≤ ${p99Target} ms`;
  return target === null ? '–' : `${whole(target)}/s`;
}

function remarks({ sandboxUs }: Report): string {
  const plain = `Processor time counts; requests a second suffer from whatever else the machine does. Every ratio is to be at most ${mostRatio}.`;
  if (sandboxUs === null) return plain;
  return `${plain}\nOf an order's time ${whole(sandboxUs)} µs are the simulated provider's own (keys, signatures, book), which "two cores can" leaves out.`;
}

function memoryTable({ houses, rows }: Report): string {
  const names = houses.map(({ size }) => size.name);
  const cells = (row: Row) => [row.title, ...names.map((name) => memoryOf(row.bySize[name]!))];
  return table(['scenario', ...names], rows.map(cells));
}

function weightTable({ houses }: Report): string {
  const weights = houses.at(-1)?.weights ?? [];
  return table(
    ['page', 'document', 'styles', 'scripts'],
    weights.map(({ page, html, styles, scripts }) => [page, ...[html, styles, scripts].map(whole)]),
  );
}

function budgetLines({ budgets }: Report): string {
  return budgets
    .map(
      ({ what, bytes, most, isMet }) =>
        `- ${what}: ${whole(bytes)} of ${whole(most)} bytes: ${isMet ? 'met' : '**missed**'}`,
    )
    .join('\n');
}

function cellsOf({ load, nodeUs, postgresUs }: Measured): string[] {
  const failed = load.faultCount > 0 ? ` (${load.faultCount} failed)` : '';
  return [
    whole(load.count / load.seconds) + failed,
    `${load.p50Ms.toFixed(1)} / ${load.p99Ms.toFixed(1)}`,
    `${whole(nodeUs)} + ${whole(postgresUs)}`,
  ];
}

const memoryOf = ({ memory }: Measured) =>
  `${whole(memory.nodeMiB)} + ${whole(memory.postgresMiB)}`;

const whole = (value: number) => Math.round(value).toLocaleString('en-US');

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(header),
    line(header.map((_, index) => (index === 0 ? '---' : '---:'))),
    ...rows.map(line),
  ].join('\n');
}
