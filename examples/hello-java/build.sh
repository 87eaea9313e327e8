#!/usr/bin/env bash
# Compiles this folder's function against the function API and leaves target/NAME.jar.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
exec "$HERE/../build-java.sh" "$HERE"
