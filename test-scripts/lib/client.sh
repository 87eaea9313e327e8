# shellcheck shell=bash
# Calls of the REST API. Sourced after common.sh, never run. The caller sets API_BASE and API_KEY, and may set API_RUN, a
# command to run curl with (such as in another network namespace).

API_RUN=()
ANSWER=

# api METHOD PATH [CURL-ARGUMENTS]: sets ANSWER to the body; stops with what the gateway said unless it is a 2xx.
# The key goes to curl on a descriptor, since a command line can be read by every user of the machine.
api() {
  local method=$1 path=$2 status body
  shift 2
  body=$(mktemp)
  status=$("${API_RUN[@]}" curl -sS --max-time 120 -o "$body" -w '%{http_code}' -X "$method" \
    -H @<(printf 'Authorization: Bearer %s\n' "$API_KEY") "$@" "$API_BASE$path") || status="no answer"
  ANSWER=$(cat "$body")
  rm -f "$body"
  case $status in
    2??) ;;
    *) die "$method $path: $status $(problem_in "$ANSWER")" ;;
  esac
}

# The readable part of a problem document, or the body as it is.
problem_in() {
  jq -er '(.title // "") + ": " + (.detail // "") + ([.faults[]? | "\n  \(.path // ""): \(.message // "")"] | join(""))' \
    <<<"$1" 2>/dev/null || printf '%.500s' "$1"
}

is_healthy() { "${API_RUN[@]}" curl -sf --max-time 5 -o /dev/null "$API_BASE/actuator/health"; }

deploy_function() { api PUT "/v1/functions/$(basename "$1" .zip)" -H 'Content-Type: application/zip' --data-binary "@$1"; }

deploy_workflow() { api PUT "/v1/workflows/$1" -H 'Content-Type: application/yaml' --data-binary "@$2"; }

# Starts an execution with the JSON in a file as input; sets EXECUTION to its id.
start_execution() {
  api POST "/v1/workflows/$1/executions" -H 'Content-Type: application/json' --data-binary "@$2"
  EXECUTION=$(jq -er .id <<<"$ANSWER") || die "the gateway accepted an execution, but named no id: $ANSWER"
}

# Waits for EXECUTION with a line of progress; ANSWER holds the finished execution, whatever its status.
watch_execution() {
  local limit=$1 end line last=''
  end=$((SECONDS + limit))
  while :; do
    api GET "/v1/executions/$EXECUTION"
    line=$(jq -r '[.steps[]] as $s | [$s[].invocations[]] as $i
      | "\(.status): \([$s[] | select(.status == "SUCCEEDED" or .status == "SKIPPED")] | length) of \($s | length) steps,"
      + " \([$i[] | select(.status == "SUCCEEDED")] | length) of \($i | length) invocations done"' <<<"$ANSWER")
    if [ "$line" != "$last" ]; then
      say "  $line"
      last=$line
    fi
    case $line in
      PENDING* | RUNNING*) ;;
      *) return ;;
    esac
    [ "$SECONDS" -lt "$end" ] || die "execution $EXECUTION did not end within $limit s."
    sleep 0.2
  done
}
