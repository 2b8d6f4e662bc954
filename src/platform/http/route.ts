import type { Context } from 'hono';
import type { ReactNode } from 'react';
import type { z } from 'zod';
import type { Words } from '#kernel/locale.ts';
import type { Ctx, User } from '../ctx.ts';
import type { Page } from '../cursor.ts';
import type { Permission } from '../policy.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What a handler is given, already checked. */
export interface Input<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly http: Http;
}

/** The few things of HTTP that a handler may need besides its input. */
export interface Http {
  readonly request: Request;
  setCookie(name: string, value: string, maxAgeSec: number): void;
  clearCookie(name: string): void;
  cookie(name: string): string | undefined;
}

/** Fields common to routes of every kind; there is no route without a permission. */
interface RouteBase {
  readonly path: string;
  readonly may: Permission;
}

export interface ApiRoute extends RouteBase {
  readonly kind: 'api';
  readonly method: Method;
  readonly summary: Words;
  readonly params: z.ZodType | undefined;
  readonly query: z.ZodType | undefined;
  readonly body: z.ZodType | undefined;
  readonly answer: z.ZodType | undefined;
  readonly status: 200 | 201 | 202 | 204;
  readonly run: (ctx: Ctx, input: Input<never, never, never>) => Promise<unknown>;
}

/** A table that can be read a page at a time and exported whole as CSV with `?format=csv`. */
export interface ListRoute extends RouteBase {
  readonly kind: 'list';
  readonly summary: Words;
  readonly params: z.ZodType | undefined;
  readonly query: z.ZodType | undefined;
  readonly item: z.ZodType;
  readonly columns: readonly Column<never>[];
  readonly run: (ctx: Ctx, input: ListInput<never, never>) => Promise<Page<unknown>>;
}

export interface ListInput<Params, Query> {
  readonly params: Params;
  readonly query: Query;
  readonly cursor: string | undefined;
  readonly limit: number;
}

/** What stands in an export: an instant as ISO 8601, a state as its words. */
export type Cell = string | number | boolean | Words | null | undefined;

/** One column of an export. */
export interface Column<Item> {
  readonly title: Words;
  readonly value: (item: Item) => Cell;
}

/** A document of the site, in words that every layout understands. */
export interface View {
  readonly kind: 'view';
  readonly status?: 200 | 400 | 401 | 403 | 404 | 409 | 410 | 413 | 415 | 422 | 429 | 500 | 503;
  readonly title: string;
  readonly description?: string;
  /** Path without the locale; default: the address that was asked for. */
  readonly canonical?: string;
  /** Absolute or root-relative address of a share picture. */
  readonly image?: string;
  readonly jsonLd?: readonly object[];
  readonly isHidden?: boolean;
  /** Names of islands (`<name>.island.ts`) that the page hosts. */
  readonly islands?: readonly string[];
  /** `bare` leaves out header and footer (cashier, embedded). */
  readonly layout?: 'site' | 'reading' | 'bare';
  /** The page waits for something that will happen by itself. */
  readonly waitsFor?: WaitsFor;
  /** What a cached page depends on, in any version: `work:<id>`, `catalogue`. */
  readonly tags?: readonly string[];
  /** The first instant at which a cached page has to be made anew, whatever its tags. */
  readonly trueUntil?: Date | undefined;
  readonly body: ReactNode;
}

/** The page asks for itself again when its topic is told of; without script after so many seconds. */
export interface WaitsFor {
  readonly topic: string;
  readonly everySec: number;
}

/** What the frame around a view needs to know of it. */
export type Framed = Omit<View, 'body'>;

/** Go there with GET (303). */
export interface Redirect {
  readonly kind: 'redirect';
  readonly to: string;
}

export function show(view: Omit<View, 'kind'>): View {
  return { kind: 'view', ...view };
}

/** `to` is a path of ours, with its locale; anything that leads elsewhere is the caller's bug, except a gateway's address. */
export function redirectTo(to: string): Redirect {
  return { kind: 'redirect', to };
}

export interface PageRoute extends RouteBase {
  readonly kind: 'page';
  readonly params: z.ZodType | undefined;
  readonly query: z.ZodType | undefined;
  /**
   * What the page shows follows from its address and its version alone, and the view names its tags: visitors get it whole
   * from memory, everybody else in a frame of their own. `run` then has a visitor's context, whoever asks.
   */
  readonly isCached: boolean;
  /** The version of a cached page that a person sees, such as `owner`; without it, or '', the visitors'. */
  readonly version:
    | ((ctx: Ctx<User>, input: Input<never, never, never>) => Promise<string>)
    | undefined;
  readonly run: (
    ctx: Ctx,
    input: Input<never, never, never>,
    version: string,
  ) => Promise<View | Redirect>;
}

/** Why a form is shown again. */
export interface FormProblem {
  /** The refusal's code, or `input.invalid`. */
  readonly code: string;
  readonly status: NonNullable<View['status']>;
  readonly message: string;
  /** By field name. */
  readonly fields: Readonly<Record<string, string>>;
  /** What was typed, to be shown again. Secrets (`password`, `code`) are left out. */
  readonly values: Readonly<Record<string, string>>;
}

export interface FormRoute extends RouteBase {
  readonly kind: 'form';
  readonly params: z.ZodType | undefined;
  readonly query: z.ZodType | undefined;
  readonly body: z.ZodType | undefined;
  readonly run: (ctx: Ctx, input: Input<never, never, never>) => Promise<View | Redirect>;
  /** The page again after a refusal or wrong input; without it a plain error page is shown. */
  readonly again:
    | ((ctx: Ctx, input: Input<never, never, unknown>, problem: FormProblem) => Promise<View>)
    | undefined;
}

/** Streams, callbacks and other things that are neither page nor JSON. Reads its own input. */
export interface RawRoute extends RouteBase {
  readonly kind: 'raw';
  readonly method: Method | 'ANY';
  /** A machine calls it with a signature of its own: no cookie counts, no origin is asked for. */
  readonly isSigned: boolean;
  readonly run: (ctx: Ctx, c: Context) => Promise<Response>;
}

export type Route = ApiRoute | ListRoute | PageRoute | FormRoute | RawRoute;

type Optional<T> = z.ZodType<T> | undefined;
type Text = Readonly<Record<string, string>>;

/** An operation of `/api/v1`. */
export function apiRoute<Answer, Params = Text, Query = unknown, Body = unknown>(spec: {
  method: Method;
  path: string;
  may: Permission;
  summary: Words;
  params?: z.ZodType<Params>;
  query?: z.ZodType<Query>;
  body?: z.ZodType<Body>;
  answer?: z.ZodType<Answer>;
  status?: ApiRoute['status'];
  run: (ctx: Ctx, input: Input<Params, Query, Body>) => Promise<Answer>;
}): ApiRoute {
  const status = spec.status ?? (spec.answer ? 200 : 204);
  return {
    kind: 'api',
    ...slots(spec),
    answer: spec.answer,
    status,
    method: spec.method,
    summary: spec.summary,
    run: spec.run,
  };
}

/** A list of `/api/v1` (GET) with paging and CSV. */
export function listRoute<Item, Params = Text, Query = unknown>(spec: {
  path: string;
  may: Permission;
  summary: Words;
  params?: z.ZodType<Params>;
  query?: z.ZodType<Query>;
  item: z.ZodType<Item>;
  columns: readonly Column<Item>[];
  run: (ctx: Ctx, input: ListInput<Params, Query>) => Promise<Page<Item>>;
}): ListRoute {
  const { item, columns, summary, run } = spec;
  return { kind: 'list', ...slots(spec), item, columns, summary, run };
}

/** A page of the site, at `path` in Chinese and at `/en` + `path` in English. */
export function pageRoute<Params = Text, Query = unknown>(spec: {
  path: string;
  may: Permission;
  params?: z.ZodType<Params>;
  query?: z.ZodType<Query>;
  isCached?: boolean;
  version?: (ctx: Ctx<User>, input: Input<Params, Query, unknown>) => Promise<string>;
  run: (
    ctx: Ctx,
    input: Input<Params, Query, unknown>,
    version: string,
  ) => Promise<View | Redirect>;
}): PageRoute {
  const { isCached = false, version, run } = spec;
  return { kind: 'page', ...slots(spec), isCached, version, run };
}

/** What a form of the site posts to; answers with a redirect, or with the form again. */
export function formRoute<Params = Text, Query = unknown, Body = unknown>(spec: {
  path: string;
  may: Permission;
  params?: z.ZodType<Params>;
  query?: z.ZodType<Query>;
  body?: z.ZodType<Body>;
  run: (ctx: Ctx, input: Input<Params, Query, Body>) => Promise<View | Redirect>;
  again?: (ctx: Ctx, input: Input<Params, Query, unknown>, problem: FormProblem) => Promise<View>;
}): FormRoute {
  return { kind: 'form', ...slots(spec), run: spec.run, again: spec.again };
}

export function rawRoute(spec: {
  method: RawRoute['method'];
  path: string;
  may: Permission;
  isSigned?: boolean;
  run: RawRoute['run'];
}): RawRoute {
  return { kind: 'raw', ...spec, isSigned: spec.isSigned ?? false };
}

function slots(spec: {
  path: string;
  may: Permission;
  params?: Optional<never> | z.ZodType;
  query?: Optional<never> | z.ZodType;
  body?: Optional<never> | z.ZodType;
}) {
  const { path, may, params, query, body } = spec;
  return { path, may, params, query, body };
}
