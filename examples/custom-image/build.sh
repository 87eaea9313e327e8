#!/usr/bin/env bash
# Builds the image that this sample's function.yaml names. Needs the Node.js runtime's image; test-scripts/setup.sh builds it.
# Usage: build.sh [NAME]      another name for the image, when function.yaml is changed too
set -euo pipefail

DOCKER_BUILDKIT=0 docker build -q -t "${1:-faasbatch/example-custom-image:latest}" "$(dirname "${BASH_SOURCE[0]}")"
