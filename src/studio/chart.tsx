import { DownloadOutlined } from '@ant-design/icons';
import { Button, Segmented, Spin } from 'antd';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { Words } from '#kernel/locale.ts';
import type { Option } from './echarts.ts';
import { usePreferences, useWords } from './preferences.tsx';
import { dark, light } from './colours.ts';
import { commonWords } from './words.ts';

const chartWords = {
  chart: { zh: '图表', en: 'Chart' },
  table: { zh: '表格', en: 'Table' },
  view: { zh: '{title}：图表或表格', en: '{title}: chart or table' },
} as const satisfies Record<string, Words>;

/** The colours of a chart in the theme in force. */
export interface Palette {
  readonly ink: string;
  readonly faint: string;
  readonly rule: string;
  readonly surface: string;
  readonly series: readonly string[];
}

/** The same figures as a table. */
export interface Twin {
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** A chart with its twin, a table of the same figures, and their CSV. */
export function ChartPanel({
  title,
  draw,
  twin,
  csv,
  isWide = false,
  isBoth = false,
}: {
  title: string;
  draw: (palette: Palette) => Option;
  twin: Twin;
  csv: string;
  isWide?: boolean;
  /** The table stands below the chart instead of in its place. */
  isBoth?: boolean;
}): ReactNode {
  const words = useWords(chartWords);
  const common = useWords(commonWords);
  const [view, setView] = useState<'chart' | 'table'>('chart');
  return (
    <div className={isWide ? 'panel wide' : 'panel'}>
      <div className="panel-head">
        <h2>{title}</h2>
        <span className="spring" />
        {!isBoth && (
          <Segmented<'chart' | 'table'>
            size="small"
            aria-label={words.view.replace('{title}', title)}
            value={view}
            onChange={setView}
            options={[
              { value: 'chart', label: words.chart },
              { value: 'table', label: words.table },
            ]}
          />
        )}
        <Button
          size="small"
          type="text"
          icon={<DownloadOutlined />}
          href={csv}
          download
          aria-label={`${common.csv}: ${title}`}
          title={common.csv}
        />
      </div>
      {(isBoth || view === 'chart') && <Canvas title={title} draw={draw} />}
      {(isBoth || view === 'table') && <TwinTable title={title} twin={twin} isLong={isBoth} />}
    </div>
  );
}

function Canvas({ title, draw }: { title: string; draw: (palette: Palette) => Option }): ReactNode {
  const { isDark } = usePreferences();
  const place = useRef<HTMLElement>(null);
  const [isThere, setThere] = useState(false);
  useEffect(() => {
    let end = () => {};
    let isOver = false;
    void import('./echarts.ts').then(({ init }) => {
      if (isOver || !place.current) return;
      const chart = init(place.current);
      chart.setOption(draw(paletteOf(isDark)));
      setThere(true);
      const watcher = new ResizeObserver(() => chart.resize());
      watcher.observe(place.current);
      end = () => {
        watcher.disconnect();
        chart.dispose();
      };
    });
    return () => {
      isOver = true;
      end();
    };
  }, [draw, isDark]);
  return (
    <Spin spinning={!isThere}>
      <figure ref={place} className="chart" aria-label={title} />
    </Spin>
  );
}

function paletteOf(isDark: boolean): Palette {
  const c = isDark ? dark : light;
  const [blue, green, gold, violet] = isDark
    ? ['#93bbe4', '#85c7a6', '#e2b562', '#c3a6dd']
    : ['#2a5680', '#2a664c', '#a8741a', '#6b4f86'];
  return {
    ink: c.inkSoft,
    faint: c.inkFaint,
    rule: c.rule,
    surface: c.surface,
    series: [isDark ? c.accent : c.accentFill, blue, green, gold, violet, c.ruleStrong],
  };
}

function TwinTable({
  title,
  twin,
  isLong = false,
}: {
  title: string;
  twin: Twin;
  isLong?: boolean;
}): ReactNode {
  return (
    // A long table scrolls by itself, for the keyboard too.
    <section
      className={isLong ? 'plain-scroll long' : 'plain-scroll'}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      aria-label={title}
    >
      <table className="plain-table">
        <caption className="hidden">{title}</caption>
        <thead>
          <tr>
            {twin.head.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {twin.rows.map(([first, ...rest], place) => (
            // Two courses may have one title.
            <tr key={`${place} ${first}`}>
              <th scope="row">{first}</th>
              {rest.map((cell, index) => (
                <td key={twin.head[index + 1]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
