#!/usr/bin/env bash
# What README.md tells a stranger to do, from a clone, with an empty home and an empty environment: the demo, the command line
# from its npm package, the plugin. Linux x64; needs Node with npm, git and curl.
set -euo pipefail
source=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
folder=$(mktemp -d)
mkdir "$folder/home"
bin=$(dirname "$(command -v node)")

alone() { env -i HOME="$folder/home" PATH="$folder/prefix/bin:$bin:/usr/bin:/bin" "$@"; }
step() { printf '\n── %s\n' "$1"; }
finish() {
  [ -z "${demo:-}" ] || kill "$demo" 2>"$folder/kill.log" || true
  [ -z "${demo:-}" ] || wait "$demo" || true
  rm -rf "$folder"
}
trap finish EXIT

step 'clone, npm ci'
alone git clone --quiet "$source" "$folder/session-scope"
cd "$folder/session-scope"
alone npm ci --no-audit --no-fund --loglevel=error

step 'the command line, installed from its package'
alone npm run --silent package:cli
alone npm install --global --prefix "$folder/prefix" --loglevel=error dist/npm/session-scope-*.tgz
[ "$(alone session-scope --version)" = "$(alone node -p 'require("./package.json").version')" ]
# There are no sessions in this home, and that is what it says.
[[ "$(alone session-scope sessions 2>&1 || true)" == *'holds Claude Code data'* ]]

step 'the plugin, with the command line in it'
alone npm run --silent package:plugin
[ "$(alone node dist/marketplace/plugin/bin/session-scope --version)" = "$(alone session-scope --version)" ]

step 'the demo in a VS Code in the browser'
# Not by the function, which would be a shell between this one and the demo.
env -i HOME="$folder/home" PATH="$bin:/usr/bin:/bin" node scripts/start.mjs >"$folder/start.log" 2>&1 &
demo=$!
for _ in $(seq 300); do
  url=$(grep --only-matching --max-count=1 'http://127[^ ]*' "$folder/start.log" || true)
  [ -z "$url" ] || break
  kill -0 "$demo" || { cat "$folder/start.log"; exit 1; }
  sleep 1
done
[[ "$(curl --silent --location --cookie-jar "$folder/cookies" "$url")" == *workbench* ]]

printf '\nA stranger gets a command line, a plugin and a demo.\n'
