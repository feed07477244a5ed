#!/usr/bin/env bash
# Runs the benchmarks: run.sh [short|full [words of the questions to ask]]. A full run writes RESULTS.md; give it a quiet machine.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec dotnet run -c Release --project benchmarks/DataMesh.Benchmarks -- "${@:-short}"
