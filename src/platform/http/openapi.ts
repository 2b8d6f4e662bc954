import { z } from 'zod';
import type { ApiRoute, ListRoute, Route } from './route.ts';

const version = '1';

/** The OpenAPI 3.1 description of all API routes, from the very schemas that check their input and answers. */
export function describeApi(routes: readonly Route[], serverUrl: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    if (route.kind !== 'api' && route.kind !== 'list') continue;
    const path = route.path.replaceAll(/:(\w+)(\{[^}]*\})?/g, '{$1}');
    const method = route.kind === 'list' ? 'get' : route.method.toLowerCase();
    paths[path] = { ...paths[path], [method]: operation(route, method, path) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Shuyuan API', version, description: 'The API of the studio and of partners.' },
    servers: [{ url: `${serverUrl}/api/v1` }],
    paths,
    components: { schemas: { Problem: problem } },
  };
}

const problem = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['status', 'code', 'message'],
      properties: {
        status: { type: 'integer' },
        code: { type: 'string', description: 'Stable and dotted, such as order.unknown.' },
        message: {
          type: 'string',
          description: 'For the reader, in the language that was asked for.',
        },
        issues: { type: 'array', items: { type: 'object' } },
        detail: { type: 'object' },
        incident: { type: 'string' },
      },
    },
  },
};

function operation(route: ApiRoute | ListRoute, method: string, path: string): object {
  return {
    operationId: `${method}${path.replaceAll(/[/{}.-]+(\w?)/g, (_, letter: string) => letter.toUpperCase())}`,
    summary: route.summary.en,
    description: `${route.summary.zh}\n\nPermission: \`${route.may.name}\``,
    tags: [path.split('/')[1]],
    parameters: [...pathParameters(path), ...queryParameters(route)],
    ...('body' in route && route.body
      ? { requestBody: { required: true, content: json(route.body, 'input') } }
      : {}),
    responses: {
      ...success(route),
      default: {
        description: 'Refused: wrong input, no permission, or a state that does not allow it.',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

function pathParameters(path: string): object[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters(route: ApiRoute | ListRoute): object[] {
  const own = route.query
    ? (schemaOf(route.query, 'input') as { properties?: object; required?: string[] })
    : {};
  const parameters = Object.entries(own.properties ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: own.required?.includes(name) ?? false,
    schema,
  }));
  return route.kind === 'list' ? [...parameters, ...pagingParameters] : parameters;
}

const pagingParameters = [
  { name: 'cursor', in: 'query', required: false, schema: { type: 'string' } },
  {
    name: 'limit',
    in: 'query',
    required: false,
    schema: { type: 'integer', minimum: 1, maximum: 200 },
  },
  {
    name: 'format',
    in: 'query',
    required: false,
    schema: { type: 'string', enum: ['json', 'csv'] },
  },
];

function success(route: ApiRoute | ListRoute): object {
  if (route.kind === 'list') {
    const page = z.object({ items: z.array(route.item), nextCursor: z.string().nullable() });
    return { 200: { description: 'A page of the list.', content: json(page, 'output') } };
  }
  const content = route.answer ? { content: json(route.answer, 'output') } : {};
  return { [route.status]: { description: 'Done.', ...content } };
}

function json(shape: z.ZodType, io: 'input' | 'output'): object {
  return { 'application/json': { schema: schemaOf(shape, io) } };
}

function schemaOf(shape: z.ZodType, io: 'input' | 'output'): object {
  // Dates cross the wire as ISO 8601 text.
  const asText = ({
    zodSchema,
    jsonSchema,
  }: {
    zodSchema: z.core.$ZodTypes;
    jsonSchema: object;
  }) => {
    if (zodSchema._zod.def.type === 'date')
      Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
  };
  const { $schema: _, ...schema } = z.toJSONSchema(shape, {
    io,
    unrepresentable: 'any',
    override: asText,
  });
  return schema;
}
