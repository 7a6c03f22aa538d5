package bench

// Help explains the verb bench.
const Help = `Indexes DIR into a library of its own, which is removed again.

  photos_per_second  over everything: looking for files, decoding, encoding, recording
  one_photo_seconds  one photo by itself on one core, from reading the file to its
                     embedding: the sum of the stages but write, measured after that
                     in the same process on 200 of the same photos
  efficiency         photos_per_second / cores * one_photo_seconds: 1 where the
                     cores do nothing but decode and encode
  write_ms           recording a photo, beside the other stages
  peak_rss_bytes     the most memory of the process, on Linux

encode measures the model's network for pictures by itself, on pictures that are decoded
and prepared: images_per_second, batch_ms (the median time of a run), batch, parallel
(runs at the same time) and memory.

library makes a library of photos that do not exist: its catalog and index, and small
pictures that photos share. Its photos show what the model's sentences name. Then, or
where LIBRARY is given, it measures, without a window, a line each:

  cold-start         until counts, days and the first tiles are there, on Linux, after the
                     system was asked to forget the library's files
  cold-search        the first search after that
  start, first-search, search   the same again, with the files in the system's memory
  scroll             all pages from end to end
  pictures           the index alone: recall@10 against a scan, median, one in a hundred
  sentences          the same with sentences of the model
  memory             of the process, at its most and now
  disk               what the library has on disk

All but pictures, sentences and disk are with the most memory so far.
`

// EvalHelp explains the verb eval.
const EvalHelp = `Each line of the file is {"query": TEXT, "relevant": [PATH...]} or
{"image": PATH, "relevant": [PATH...]}, with paths relative to --root. Nothing is
indexed; the library is searched as it is. The measures:

  r1, r5, r10   recall@k: share of queries with at least one relevant photo
                among the first k
  mrr           mean reciprocal rank: mean of 1/rank of the first relevant
                photo, 0 where there is none
  median_rank   median rank of the first relevant photo; one that the library
                does not have ranks behind all others
  ndcg10        normalised discounted cumulative gain of the first ten: what
                the relevant ones among them count, 1/log2(rank+1) each, as a
                share of the most that is possible

These rank all photos. Of what is shown, that is of what the cut-off leaves:

  precision     mean share of the shown photos that are relevant; 0 for a query
                that shows nothing
  recall        mean share of the relevant photos that are shown
  f1            mean of their harmonic means, one for each query
  shown         mean number of photos shown
  silent        share of queries for which nothing is shown

A picture query leaves itself out of its own answer. Queries with an empty
"relevant" are counted apart as "unanswerable" and are in none of these
measures; right_silence is the share of them for which nothing is shown. by_kind
has the same measures for every "kind" that queries name. Sentences are read in
the query language, so that "without" is a minus, unless --as-typed is given.
`
