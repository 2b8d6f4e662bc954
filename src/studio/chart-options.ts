import type { Option } from './echarts.ts';
import type { Palette } from './chart.tsx';

/** One line or row of bars. */
export interface Series {
  readonly name: string;
  readonly values: readonly number[];
}

/** Tooltips as drawn text: the policy of the document lets no markup carry styles. */
function frame(palette: Palette): Option {
  return {
    animationDuration: 200,
    color: [...palette.series],
    textStyle: {
      color: palette.ink,
      fontFamily: 'system-ui, "PingFang SC", "Noto Sans CJK SC", sans-serif',
    },
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      backgroundColor: palette.surface,
      borderColor: palette.rule,
      textStyle: { color: palette.ink },
      confine: true,
    },
    legend: {
      type: 'scroll',
      bottom: 0,
      pageTextStyle: { color: palette.ink },
      pageIconColor: palette.ink,
      textStyle: { color: palette.ink },
      itemHeight: 10,
    },
  };
}

function axes(palette: Palette, names: readonly string[], say: (value: number) => string): Option {
  return {
    grid: { left: 8, right: 12, top: 16, bottom: 36, outerBoundsMode: 'same' },
    xAxis: {
      type: 'category',
      data: [...names],
      axisLine: { lineStyle: { color: palette.rule } },
      axisTick: { show: false },
      axisLabel: { color: palette.faint, hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      minInterval: 1,
      axisLabel: { color: palette.faint, formatter: say },
      splitLine: { lineStyle: { color: palette.rule } },
    },
  };
}

/** `11-21` of `2026-11-21`. */
function shortDay(day: string): string {
  return day.slice(5);
}

/** Parts of a whole on top of each other, and a line over them. */
export function stacked(
  names: readonly string[],
  parts: readonly Series[],
  line: Series,
  say: (value: number) => string,
): (palette: Palette) => Option {
  const tooltip = { valueFormatter: (value: unknown) => say(Number(value)) };
  return (palette) => ({
    ...frame(palette),
    ...axes(palette, names, say),
    series: [
      ...parts.map(({ name, values }) => ({
        type: 'bar',
        stack: 'whole',
        name,
        data: [...values],
        barMaxWidth: 22,
        tooltip,
      })),
      {
        type: 'line',
        name: line.name,
        data: [...line.values],
        showSymbol: false,
        smooth: 0.2,
        lineStyle: { width: 2, type: 'dashed' },
        tooltip,
      },
    ],
  });
}

/** Lines or bars over days. */
export function overDays(
  kind: 'line' | 'bar',
  days: readonly string[],
  series: readonly Series[],
  say: (value: number) => string = String,
): (palette: Palette) => Option {
  return (palette) => ({
    ...frame(palette),
    ...axes(palette, days.map(shortDay), say),
    series: series.map(({ name, values }, index) => ({
      type: kind,
      name,
      data: [...values],
      barMaxWidth: 22,
      showSymbol: false,
      smooth: 0.2,
      lineStyle: { width: 2, type: index === 0 ? 'solid' : 'dashed' },
      ...(kind === 'line' && index === 0 ? { areaStyle: { opacity: 0.08 } } : {}),
      tooltip: { valueFormatter: (value: unknown) => say(Number(value)) },
    })),
  });
}

/** Shares of a whole. */
export function shares(
  parts: readonly { readonly name: string; readonly value: number }[],
  say: (value: number) => string,
): (palette: Palette) => Option {
  return (palette) => {
    const { tooltip, ...rest } = frame(palette);
    return {
      ...rest,
      tooltip: {
        ...(tooltip as object),
        trigger: 'item',
        valueFormatter: (value: unknown) => say(Number(value)),
      },
      series: [
        {
          type: 'pie',
          radius: ['45%', '70%'],
          center: ['50%', '44%'],
          data: [...parts],
          label: {
            position: 'inside',
            color: palette.surface,
            formatter: ({ percent }: { percent: number }) =>
              percent < 5 ? '' : `${Math.round(percent)}%`,
          },
          itemStyle: { borderColor: palette.surface, borderWidth: 2 },
        },
      ],
    };
  };
}
