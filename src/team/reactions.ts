import { on, type Reaction } from '#platform/outbox.ts';
import './events.ts';
import { tellMembers } from './service.ts';

/** Members are told when they are in, and how it ended. */
export const teamReactions: readonly Reaction[] = [
  on('team.joined', 'team.tell_joined', (ctx, about) =>
    tellMembers(ctx, { ...about, what: 'joined' }),
  ),
  on('team.completed', 'team.tell_completed', (ctx, about) =>
    tellMembers(ctx, { ...about, what: 'ended' }),
  ),
  on('team.failed', 'team.tell_failed', (ctx, about) =>
    tellMembers(ctx, { ...about, what: 'ended' }),
  ),
];
