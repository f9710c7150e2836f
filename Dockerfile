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
# The official image has no bytecode of the standard library. Runs of the real work write what it needs: the demo in each
# format, and a run as an action whose GitHub is not there (exit status 3).
RUN for format in terminal json markdown; do python -I -m reviewer demo --format "$format" >/dev/null || exit 1; done \
 && printf '{"pull_request": {"number": 1, "head": {"sha": "%040d"}, "base": {"sha": "%040d"}}}' 1 2 >/tmp/event.json \
 && { GITHUB_EVENT_NAME=pull_request GITHUB_EVENT_PATH=/tmp/event.json GITHUB_REPOSITORY=a/b INPUT_TOKEN=none \
      GITHUB_API_URL=http://127.0.0.1:9 GITHUB_GRAPHQL_URL=http://127.0.0.1:9/graphql \
      python -I -m reviewer action >/dev/null; test $? = 3; } \
 && rm /tmp/event.json
# A GitHub container action runs as root in the workspace, beside the pull request's own files: -I keeps Python from
# importing those, -B from writing there.
ENTRYPOINT ["python", "-I", "-B", "-m", "reviewer", "action"]
