#!/usr/bin/env bash
# Runs the benchmarks: run.sh [short|full [words of what to ask]]. A full run writes RESULTS.md; give it a quiet machine.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# The cold start is measured of programs that were compiled before they run, too: wholly where they can be linked, and with a jitter's help.
if [ "${1:-}" = full ]; then
  dotnet publish samples/AotPublisher -c Release -v quiet --use-current-runtime --self-contained false -p:PublishAot=false -p:PublishReadyToRun=true -o artifacts/ready-publisher
  export DATAMESH_READY_SAMPLE="$PWD/artifacts/ready-publisher/AotPublisher"
  if command -v clang >/dev/null; then
    dotnet publish samples/AotPublisher -c Release -v quiet -o artifacts/aot-publisher
    export DATAMESH_AOT_SAMPLE="$PWD/artifacts/aot-publisher/AotPublisher"
  fi
fi
exec dotnet run -c Release --project benchmarks/DataMesh.Benchmarks -- "${@:-short}"
