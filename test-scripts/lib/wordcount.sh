# shellcheck shell=bash
# The word-count sample on a folder of texts, and the same count made without it. Sourced after common.sh, never run.

readonly BODY_LIMIT=$((6 * 1024 * 1024))
readonly CHUNKS=60

# collect_text FOLDER FILE: all texts in FOLDER in one FILE, no more than fits into a request.
collect_text() {
  local folder=$1 file=$2 all
  all=$(mktemp)
  # Binary files and symbolic links (which would count a text twice) are left out.
  find "$folder" -type f -print0 | LC_ALL=C sort -z | xargs -0 -r grep -Il . | while IFS= read -r text; do
    cat "$text"
    echo
  done >"$all" || true
  [ -s "$all" ] || die "there is no text in $folder."
  fit_into_request "$all" "$file"
  rm -f "$all"
}

# The JSON of a text is longer than the text, by how much depends on it: cut until it fits.
fit_into_request() {
  local all=$1 file=$2 size
  size=$(stat -c %s "$all")
  [ "$size" -le "$BODY_LIMIT" ] || size=$BODY_LIMIT
  head -c "$size" "$all" >"$file"
  while [ "$(word_count_input "$file" | wc -c)" -gt "$BODY_LIMIT" ]; do
    size=$((size * 15 / 16))
    head -c "$size" "$all" >"$file"
  done
  if [ "$size" -lt "$(stat -c %s "$all")" ]; then
    say "the text is cut to its first $((size / 1024)) KiB, so that the request fits into $((BODY_LIMIT / 1024 / 1024)) MiB"
  fi
}

word_count_input() { jq -Rs --argjson chunks "$CHUNKS" '{text: ., chunks: $chunks}' "$1"; }

# "word count" lines of a text file, computed with the tools of the system alone.
count_independently() {
  # shellcheck disable=SC2018,SC2019 # a word of the sample has no other letters
  LC_ALL=C tr -cs 'A-Za-z' '\n' <"$1" | LC_ALL=C tr 'A-Z' 'a-z' | grep . | LC_ALL=C sort | uniq -c \
    | awk '{ print $2, $1 }'
}

# "word count" lines of a finished execution.
counts_of_execution() { jq -r '.output.counts | to_entries[] | "\(.key) \(.value)"' <<<"$1" | LC_ALL=C sort; }

# check_counts EXECUTION-JSON TEXT-FILE: stops unless both counts are the same, word by word.
check_counts() {
  local expected actual
  expected=$(count_independently "$2" | LC_ALL=C sort)
  actual=$(counts_of_execution "$1")
  if [ "$expected" != "$actual" ]; then
    diff <(echo "$expected") <(echo "$actual") | head -n 10 >&2 || true
    die "the counts differ from those of tr, sort and uniq; the first differences are above."
  fi
  say "all $(wc -l <<<"$actual") counts are the same as those of tr, sort and uniq"
}

print_ten_most_frequent() {
  jq -r '.output.counts | to_entries | sort_by(-.value, .key)[:10][] | "\(.value)\t\(.key)"' <<<"$1" \
    | awk -F'\t' '{ printf "  %7d  %s\n", $1, $2 }'
}

# How many invocations of which step ran in how many containers.
print_containers() {
  jq -r '.steps[] | select(.invocations | length > 0)
    | "  \(.name): \(.invocations | length) invocations in \([.invocations[].container.id] | unique | length) container(s),"
    + " \([.invocations[].batch.id] | unique | length) batch(es)"' <<<"$1"
}

# The four latencies over all invocations of an execution, in milliseconds.
print_latencies() {
  jq -r '[.steps[].invocations[].timings] as $t | ["scheduling", "coldStart", "queueing", "execution"][]
    | . as $name | [$t[][$name]] | sort
    | [$name, .[(length - 1) / 2 | floor], .[length - 1], add / length] | @tsv' <<<"$1" \
    | awk -F'\t' 'BEGIN { printf "  %-12s %10s %10s %10s\n", "ms", "median", "mean", "max" }
      { printf "  %-12s %10.1f %10.1f %10.1f\n", $1, $2, $4, $3 }'
}
