import { z } from 'zod';

interface Shape {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly minItems?: number;
  readonly items?: Shape;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly allOf?: readonly Shape[];
}

/** A value that a shape accepts as input: required fields only, the smallest of each. */
export function sampleOf(shape: z.ZodType): unknown {
  return valueOf(z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' }) as Shape);
}

/** The fields that a shape knows, of whichever of its forms. */
export function fieldsOf(shape: z.ZodType): string[] {
  const walk = (part: Shape): string[] => [
    ...Object.keys(part.properties ?? {}),
    ...[...(part.anyOf ?? []), ...(part.oneOf ?? []), ...(part.allOf ?? [])].flatMap(walk),
  ];
  return [
    ...new Set(walk(z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' }) as Shape)),
  ];
}

function valueOf(shape: Shape): unknown {
  if (shape.const !== undefined) return shape.const;
  if (shape.enum) return shape.enum[0];
  const choice = shape.anyOf ?? shape.oneOf;
  if (choice) return valueOf(choice[0]!);
  if (shape.allOf) return Object.assign({}, ...shape.allOf.map(valueOf));
  return valuesByType[shape.type ?? '']?.(shape) ?? null;
}

const number = ({ minimum, exclusiveMinimum = 0 }: Shape) => minimum ?? exclusiveMinimum + 1;

const valuesByType: Readonly<Record<string, (shape: Shape) => unknown>> = {
  object: ({ required = [], properties }) =>
    Object.fromEntries(required.map((name) => [name, valueOf(properties?.[name] ?? {})])),
  array: ({ minItems = 0, items }) => Array.from({ length: minItems }, () => valueOf(items ?? {})),
  integer: number,
  number,
  boolean: () => true,
  string: textOf,
};

/** Ids in a body name nothing; the paths of the routes carry the ids that are tested. */
const nobody = '01890000-0000-7000-8000-000000000000';

function textOf({ format, pattern, minLength = 1 }: Shape): string {
  if (format === 'uuid' || pattern?.includes('a-f')) return nobody;
  if (format === 'email') return 'nobody@example.com';
  if (format === 'date-time') return '2026-01-01T00:00:00Z';
  if (format === 'date') return '2026-01-01';
  return 'abcdefgh12'.padEnd(minLength, 'x').slice(0, Math.max(minLength, 10));
}
