#!/usr/bin/env bash
# Installs what the tests need, builds once in Release, runs every test project and prints one closing line: N passed, N failed, N skipped.
# Fails on a failed test, on a skipped one, and on a test project that did not run to its end.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec </dev/null
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en

log=artifacts/test.log
mkdir -p artifacts

finish() { # passed failed skipped
  echo "$1 passed, $2 failed, $3 skipped"
  [ "$2" -eq 0 ] && [ "$3" -eq 0 ] && [ "$1" -gt 0 ] && exit 0
  exit 1
}

install() { # what for, Debian packages...
  local what=$1 elevate=""
  shift
  command -v apt-get >/dev/null || { echo "$what Install it and run again." >&2; return 1; }
  [ "$(id -u)" -eq 0 ] || elevate=sudo
  DEBIAN_FRONTEND=noninteractive $elevate apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $elevate apt-get install -y -qq --no-install-recommends "$@"
}

install_node() {
  command -v node >/dev/null && command -v npm >/dev/null && return
  install "Node.js with npm is missing: some tests let independent readers check what we write." nodejs npm
}

install_clang() {
  command -v clang >/dev/null && return
  install "clang is missing: a test links a program that is compiled ahead of time." clang zlib1g-dev
}

install_packages() { # of every tests/<folder> with a package.json, unless its lock file is installed already
  local manifest folder
  for manifest in tests/*/package.json; do
    [ -e "$manifest" ] || continue
    folder=$(dirname "$manifest")
    cmp -s "$folder/package-lock.json" "$folder/node_modules/.installed-lock.json" && continue
    echo "npm install in $folder"
    # Not 'npm ci': it refuses a lock file that lacks a package's builds for other platforms, and a registry mirror may not have them.
    (cd "$folder" && npm install --no-save --no-audit --no-fund --loglevel=error) || return 1
    cp "$folder/package-lock.json" "$folder/node_modules/.installed-lock.json" || return 1
  done
}

figure() { # name: the last figure of that name in the runner's summary
  { grep -E "^  $1: [0-9]+$" "$log" || echo "  $1: 0"; } | tail -1 | grep -oE '[0-9]+$'
}

if ! { install_node && install_clang && install_packages && dotnet tool restore; }; then
  echo "The tools of the tests could not be installed." >&2
  finish 0 1 0
fi

node_reuse=()
[ "${CI:-}" = true ] && node_reuse=(-nodeReuse:false) # leave no build process behind that keeps a pipeline waiting
if ! dotnet build DataMesh.sln -c Release -v minimal "${node_reuse[@]}"; then
  echo "The build failed." >&2
  finish 0 1 0
fi

outcome=0
dotnet test --solution DataMesh.sln -c Release --no-build --no-ansi --no-progress 2>&1 | tee "$log" || outcome=$?

passed=$(figure succeeded)
failed=$(figure failed)
skipped=$(figure skipped)
[ "$outcome" -eq 0 ] || failed=$((failed + $(figure error)))
[ "$outcome" -eq 0 ] || [ "$failed" -gt 0 ] || failed=1

if [ "$failed" -gt 0 ] || [ "$skipped" -gt 0 ]; then
  echo
  echo "Not passed (details above):"
  grep -E -A1 '^(failed|skipped) ' "$log" | grep -vE '^(--|  from )' || true
  grep -E '^[^ ].*(failed with [0-9]+ error|Zero tests ran)' "$log" || true
fi
finish "$passed" "$failed" "$skipped"
