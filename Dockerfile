# The container that GitHub runs. Two stages: what builds the package stays behind.
# The release build passes the base image by digest.
ARG PYTHON_IMAGE=python:3.13-slim

FROM ${PYTHON_IMAGE} AS build
COPY requirements/build.txt requirements/container.txt /requirements/
RUN pip install --no-cache-dir --disable-pip-version-check --root-user-action=ignore \
      --require-hashes --requirement /requirements/build.txt \
 && pip install --no-cache-dir --disable-pip-version-check --root-user-action=ignore \
      --prefix /installed --ignore-installed --no-deps --require-hashes --requirement /requirements/container.txt
COPY pyproject.toml README.md LICENSE /source/
COPY reviewer /source/reviewer
RUN pip install --no-cache-dir --disable-pip-version-check --root-user-action=ignore \
      --prefix /installed --no-deps --no-build-isolation /source

FROM ${PYTHON_IMAGE}
LABEL org.opencontainers.image.title="route-or-action" \
      org.opencontainers.image.description="Reviews whether new Next.js endpoints suit an API route or a server action better" \
      org.opencontainers.image.licenses="MIT"
COPY --from=build /installed /usr/local
# The official image has no bytecode of the standard library. A run of the real work writes what it needs.
RUN python -I -m reviewer demo --format terminal >/dev/null \
 && python -I -m reviewer demo --format json >/dev/null \
 && python -I -m reviewer demo --format markdown >/dev/null \
 && python -I -c "import github, ssl"
# A GitHub container action runs as root in the workspace, beside the pull request's own files: -I keeps Python from
# importing those, -B from writing there.
ENTRYPOINT ["python", "-I", "-B", "-m", "reviewer", "action"]
