#!/bin/sh
# IBM's procedure "Restarting from a checkpoint or savepoint", against `cairn serve --tls`: the calls are the procedure's,
# its shell variables are set by hand here. Needs curl, jq and openssl. Prints each command and what it answers.
#
#     sh docs/restart-with-curl.sh
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
cairn() { node "$root/build/cairn.cjs" "$@"; }
export CAIRN_HOME="$work/home"
cd "$work"

cat > approval.bpmn <<'BPMN'
<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:cairn:docs">
  <process id="approval" isExecutable="true">
    <startEvent id="start"/>
    <userTask id="approve"/>
    <endEvent id="end"/>
    <sequenceFlow id="f1" sourceRef="start" targetRef="approve"/>
    <sequenceFlow id="f2" sourceRef="approve" targetRef="end"/>
  </process>
</definitions>
BPMN
cairn deploy approval.bpmn > /dev/null
for order in 1 2 3; do cairn start approval --ext-id "order-$order" > /dev/null; done

MANAGEMENT_USERNAME=admin
MANAGEMENT_PASSWORD=secret
node "$root/build/cairn.cjs" serve --tls --port 0 --user "$MANAGEMENT_USERNAME" --password "$MANAGEMENT_PASSWORD" --json > serve.json &
service=$!
trap 'kill -INT $service 2> /dev/null || true; wait $service 2> /dev/null || true; rm -rf "$work"' EXIT
until [ -s serve.json ] && jq -e .url serve.json > /dev/null 2>&1; do sleep 0.1; done
MANAGEMENT_URL=$(jq -r .url serve.json | sed 's,/$,,')

# Shows a command, runs it, and hides what differs from run to run no further than the address.
run() {
  printf '$ %s\n' "$1"
  eval "$1"
  printf '\n'
}

# 1. Savepoints of all jobs, which go on.
run 'curl -s -X POST -k -u $MANAGEMENT_USERNAME:$MANAGEMENT_PASSWORD $MANAGEMENT_URL/api/v1/processing/jobs/savepoints | jq .'
# 2. One job is cancelled without a savepoint; its latest checkpoint is where it can be restarted from.
JOB_ID=$(curl -s -k -u $MANAGEMENT_USERNAME:$MANAGEMENT_PASSWORD "$MANAGEMENT_URL/api/v1/processing/jobs" | jq -r '.jobs[] | select(.extId == "order-1").id')
run 'curl -s -X POST -k -u $MANAGEMENT_USERNAME:$MANAGEMENT_PASSWORD $MANAGEMENT_URL/api/v1/processing/jobs/$JOB_ID/cancel | jq .job'
run 'curl -s -k -u $MANAGEMENT_USERNAME:$MANAGEMENT_PASSWORD $MANAGEMENT_URL/api/v1/processing/jobs/$JOB_ID/checkpoint | jq ".completed_location"'
# 3. The others are saved, and cancelled once they are.
run 'curl -s -X POST -k -u $MANAGEMENT_USERNAME:$MANAGEMENT_PASSWORD "$MANAGEMENT_URL/api/v1/processing/jobs/savepoints?cancelJob=true" | tee saved.json | jq .'

# 4. The recovery path of the process, and a restart.
kill -INT $service
wait $service || true
location=$(jq -r '.jobs[0].location' saved.json)
printf '{ "recoveryPath": { "approval": "%s" } }\n' "$location" > cairn.json
run 'cat cairn.json'
run 'cairn message nobody-waits --ttl PT0S 2>&1 || true'
run 'cairn jobs'
# 5. Once more: it was used, and the job is not run from there again.
run 'cairn message nobody-waits --ttl PT0S 2>&1 || true'
