/**
 * What the tables rest on: extensions, and how text is folded and searched. Kyrgyz ң ө ү and Russian ё are folded to н о у е, so
 * that a Russian keyboard finds Kyrgyz names.
 */
export const prelude: readonly string[] = [
  'create extension if not exists btree_gist',
  'create extension if not exists pg_trgm',
  'create extension if not exists fuzzystrmatch',
  `create or replace function hub_fold(text) returns text language sql immutable parallel safe strict as $$
     select btrim(regexp_replace(translate(lower($1 collate "und-x-icu"), 'ңөүё', 'ноуе'), '[^[:alnum:]]+', ' ', 'g'))
   $$`,
  // Share of the query's words that the text answers: a part of a word, or a word (or its beginning) with one wrong letter.
  // Words of three letters may be wrong only as whole words, shorter ones not at all.
  `create or replace function hub_search_score(folded text, query text) returns real language sql immutable parallel safe strict as $$
     select coalesce(avg(case when position(q.word in folded) > 0 then 1.0
       when length(q.word) >= 3 and exists (
         select 1 from regexp_split_to_table(folded, ' ') as t(word)
         where levenshtein_less_equal(left(t.word, 200), q.word, 1) <= 1
            or (length(q.word) >= 4 and levenshtein_less_equal(left(t.word, length(q.word)), q.word, 1) <= 1)
       ) then 0.9 else 0 end), 0)::real
     from regexp_split_to_table(hub_fold(left(query, 200)), ' ') as q(word) where q.word <> ''
   $$`,
  `create or replace function hub_append_only() returns trigger language plpgsql as $$
     begin raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege'; end
   $$`,
];
