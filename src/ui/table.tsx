import type { ReactNode } from 'react';

/** One column: its name and what a row shows there. */
export interface Column<Row> {
  readonly label: string;
  readonly cell: (row: Row) => ReactNode;
  /** Figures line up at the end of the cell. */
  readonly numeric?: boolean | undefined;
}

interface TableProps<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** Keep the caption for screen readers only, where a heading says the same. */
  readonly captionHidden?: boolean | undefined;
  /** Two short columns stand side by side on a phone too. */
  readonly isNarrow?: boolean | undefined;
}

/** A table whose first column names the row; on a phone each row folds into a list. */
export function Table<Row>(props: TableProps<Row>): ReactNode {
  const { caption, columns, rows, rowKey, captionHidden, isNarrow } = props;
  return (
    <div className="table-wrap">
      <table className={isNarrow ? 'table table-narrow' : 'table'}>
        <caption className={captionHidden ? 'visually-hidden' : undefined}>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ label, numeric }) => (
              <th key={label} scope="col" className={numeric ? 'number' : undefined}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((column, index) => (
                <Cell key={column.label} column={column} row={row} head={index === 0} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CellProps<Row> {
  readonly column: Column<Row>;
  readonly row: Row;
  readonly head: boolean;
}

function Cell<Row>({ column, row, head }: CellProps<Row>): ReactNode {
  const Tag = head ? 'th' : 'td';
  return (
    <Tag
      scope={head ? 'row' : undefined}
      className={column.numeric ? 'number' : undefined}
      data-label={column.label}
    >
      {column.cell(row)}
    </Tag>
  );
}
