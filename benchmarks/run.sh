#!/usr/bin/env bash
# Runs the benchmarks: run.sh [short|full [words of the questions to ask]]. A full run writes RESULTS.md; give it a quiet machine.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# The cold start of a program compiled ahead of time is measured where it can be linked.
if [ "${1:-}" = full ] && command -v clang >/dev/null; then
  dotnet publish samples/AotPublisher -c Release -v quiet -o artifacts/aot-publisher
  export DATAMESH_AOT_SAMPLE="$PWD/artifacts/aot-publisher/AotPublisher"
fi
exec dotnet run -c Release --project benchmarks/DataMesh.Benchmarks -- "${@:-short}"
