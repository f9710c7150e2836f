"""The GraphQL documents, each one constant or one function: tests hold all of them against GitHub's schema."""

from __future__ import annotations

from collections.abc import Sequence

THREAD = """
fragment Thread on PullRequestReviewThread {
  id path isResolved viewerCanResolve viewerCanUnresolve
  comments(first: 1) { nodes { id fullDatabaseId body viewerDidAuthor isMinimized viewerCanMinimize } }
  replies: comments(last: 30) { nodes { id author { __typename } } }
}
"""

COMMENT = """
fragment Comment on IssueComment {
  id fullDatabaseId body viewerDidAuthor isMinimized lastEditedAt editor { __typename }
}
"""

BLOB = """
fragment Text on Blob { oid text isTruncated isBinary }
"""

# What the live state looks like now, where it is known from before: the newest threads and comments matter.
AFTERWARDS = (
    """
fragment Afterwards on PullRequest {
  id headRefOid
  reviewThreads(last: 100) { pageInfo { hasPreviousPage } nodes { ...Thread } }
  comments(last: 100) { pageInfo { hasPreviousPage } nodes { ...Comment } }
}
"""
    + THREAD
    + COMMENT
)


def state(blobs: Sequence[str] = (), settings: bool = False) -> str:
    """One page of the pull request's threads and comments, with blobs, the base and its settings file beside them.

    ``blobs``: object names, 40 or 64 hexadecimal digits, which the caller has checked.
    """
    parts = [f'b{index}: object(oid: "{blob}") {{ ...Text }}' for index, blob in enumerate(blobs)]
    if settings:
        parts.append("settings: object(expression: $settings) { ...Text } base: object(expression: $base) { oid }")
    expression = ", $settings: String!, $base: String!" if settings else ""
    return f"""
query State($owner: String!, $name: String!, $number: Int!, $threads: String, $comments: String,
            $withThreads: Boolean!, $withComments: Boolean!{expression}) {{
  repository(owner: $owner, name: $name) {{
    {" ".join(parts)}
    pullRequest(number: $number) {{
      id headRefOid
      reviewThreads(first: 100, after: $threads) @include(if: $withThreads) {{
        pageInfo {{ hasNextPage endCursor }} nodes {{ ...Thread }}
      }}
      comments(first: 100, after: $comments) @include(if: $withComments) {{
        pageInfo {{ hasNextPage endCursor }} nodes {{ ...Comment }}
      }}
    }}
  }}
}}
{THREAD}{COMMENT}{BLOB if parts else ""}"""


REFRESH = (
    """
query Refresh($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) { pullRequest(number: $number) { ...Afterwards } }
}
"""
    + AFTERWARDS
)


def texts(blobs: Sequence[str] = (), expressions: Sequence[str] = ()) -> str:
    """Blobs by object name, and by ``revision:path`` given as the variables ``$e0``, ``$e1`` ..."""
    parts = [f'b{index}: object(oid: "{blob}") {{ ...Text }}' for index, blob in enumerate(blobs)]
    parts += [f"e{index}: object(expression: $e{index}) {{ ...Text }}" for index in range(len(expressions))]
    variables = "".join(f", $e{index}: String!" for index in range(len(expressions)))
    return f"""
query Texts($owner: String!, $name: String!{variables}) {{
  repository(owner: $owner, name: $name) {{ {" ".join(parts)} }}
}}
{BLOB}"""


def names(count: int) -> str:
    """The blobs at ``revision:path`` given as the variables ``$e0``, ``$e1`` ..."""
    parts = [f"e{index}: object(expression: $e{index}) {{ ... on Blob {{ oid }} }}" for index in range(count)]
    variables = "".join(f", $e{index}: String!" for index in range(count))
    return f"""
query Names($owner: String!, $name: String!{variables}) {{
  repository(owner: $owner, name: $name) {{ {" ".join(parts)} }}
}}"""


# The field, its input's type, and the way from its answer to the pull request (None: there is none).
MUTATIONS = {
    "edit": ("updatePullRequestReviewComment", "UpdatePullRequestReviewCommentInput", "pullRequestReviewComment"),
    "hide": ("minimizeComment", "MinimizeCommentInput", None),
    "show": ("unminimizeComment", "UnminimizeCommentInput", None),
    "resolve": ("resolveReviewThread", "ResolveReviewThreadInput", "thread"),
    "unresolve": ("unresolveReviewThread", "UnresolveReviewThreadInput", "thread"),
    "add_summary": ("addComment", "AddCommentInput", "subject"),
    "edit_summary": ("updateIssueComment", "UpdateIssueCommentInput", "issueComment"),
}


def mutation(kinds: Sequence[str]) -> str:
    """Several writes in one request, carried out in order; the last one's answer holds the live state, if it can."""
    variables = ", ".join(f"$i{index}: {MUTATIONS[kind][1]}!" for index, kind in enumerate(kinds))
    fields = []
    carries = False
    for index, kind in enumerate(kinds):
        field, _, way = MUTATIONS[kind]
        selection = "clientMutationId"
        if index == len(kinds) - 1 and way is not None:
            carries = True
            inner = "...Afterwards" if way == "subject" else "pullRequest { ...Afterwards }"
            selection = f"clientMutationId {way} {{ {inner} }}"
        fields.append(f"m{index}: {field}(input: $i{index}) {{ {selection} }}")
    return f"mutation Write({variables}) {{\n  " + "\n  ".join(fields) + "\n}\n" + (AFTERWARDS if carries else "")
