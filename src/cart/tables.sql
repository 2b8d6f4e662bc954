/** A work that somebody means to buy, once each, and no more of one person than a basket can have (`put_in_cart`). */
create table cart_line (
  user_id  uuid not null references app_user,
  work_id  uuid not null references work,
  -- As it was offered when they put it there: another price since then is told.
  offer_id uuid not null references offer,
  -- Kept for another time: it is not in the sum.
  is_later boolean not null default false,
  added_at timestamptz not null,
  primary key (user_id, work_id)
);

/**
 * Puts what an offer sells into somebody's cart, or changes how it is there. False when `p_most` are there already: counted under the
 * lock of that cart, so that many at once never make more of them.
 */
create function put_in_cart(p_user uuid, p_offer uuid, p_later boolean, p_most integer, p_now timestamptz) returns boolean language plpgsql as $$
declare
  v_work uuid := (select work_id from offer where id = p_offer);
begin
  perform pg_advisory_xact_lock(hashtextextended('cart:' || p_user, 0));
  if not exists (select from cart_line where user_id = p_user and work_id = v_work)
    and (select count(*) from cart_line where user_id = p_user) >= p_most then return false; end if;
  insert into cart_line (user_id, work_id, offer_id, is_later, added_at) values (p_user, v_work, p_offer, p_later, p_now)
  on conflict (user_id, work_id) do update set offer_id = excluded.offer_id, is_later = excluded.is_later
    where (cart_line.offer_id, cart_line.is_later) is distinct from (excluded.offer_id, excluded.is_later);
  return true;
end $$;
