/** Learners' places: two in five began, and did the first two lessons and half of the third on the day after they bought. */
export const learningSql = [
  `create unlogged table bench.learner as
   select i, w, buyer, work_id, paid_at, paid_at + interval '1 day' as began_at,
     bench.draw(i, 6) % 5 < 2 and paid_at < bench.now() - interval '2 days' as has_begun
   from bench.sold where state = 'paid'`,
  `insert into enrolment (user_id, work_id, enrolled_at, last_at, last_lesson_id, completed_count)
   select buyer, work_id, paid_at + interval '1 second', case when has_begun then began_at + interval '1 hour' else paid_at + interval '1 second' end,
     case when has_begun then bench.lesson(w, 3) end, case when has_begun then 2 else 0 end
   from bench.learner order by i`,
  `insert into progress (user_id, lesson_id, work_id, position_sec, learned_sec, completed_at, updated_at)
   select buyer, bench.lesson(w, k), work_id, case when k = 3 then 300 else 0 end, 300,
     case when k < 3 then began_at + k * interval '15 minutes' end, began_at + k * interval '15 minutes'
   from bench.learner, generate_series(1, 3) k where has_begun order by i, k`,
  `insert into study_day (work_id, day, user_id, learned_sec)
   select work_id, ((began_at + k * interval '15 minutes') at time zone 'Asia/Shanghai')::date, buyer, 300 * count(*)
   from bench.learner, generate_series(1, 3) k where has_begun group by 1, 2, 3`,
  `insert into learning_day (day, work_id, creator_id, learners, completions, learned_sec)
   select fact.day, fact.work_id, w.creator_id, count(distinct fact.buyer), sum(fact.completions), sum(300) from (
     select ((began_at + k * interval '15 minutes') at time zone 'Asia/Shanghai')::date as day, work_id, buyer,
       case when k < 3 then 1 else 0 end as completions
     from bench.learner, generate_series(1, 3) k where has_begun
   ) fact join work w on w.id = fact.work_id group by 1, 2, 3`,
] as const;
