"""Our GraphQL documents, and the fake's part of the schema, against GitHub's whole schema."""

from pathlib import Path

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    parse,
    validate,
)

from reviewer.github import documents
from tests.github import graph
from tests.github.contract import PACKAGES

OFFICIAL = PACKAGES / "graphql-schema" / "schema.graphql"
BLOB = "a" * 40
DOCUMENTS = [
    documents.state(),
    documents.state([BLOB, "b" * 64], settings=True),
    documents.texts([BLOB]),
    documents.texts((), ["main:a.ts", "main:b.ts"]),
    documents.names(2),
    documents.REFRESH,
    documents.mutation(list(documents.MUTATIONS)),
    *[documents.mutation(["hide", kind]) for kind in documents.MUTATIONS],
]


@pytest.fixture(scope="module")
def official() -> GraphQLSchema:
    if not OFFICIAL.exists():
        pytest.skip("needs the npm package @octokit/graphql-schema")
    return build_schema(Path(OFFICIAL).read_text(), assume_valid=True)


@pytest.mark.node
@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_document_fits_githubs_schema(official: GraphQLSchema, document: str) -> None:
    assert validate(official, parse(document)) == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_document_fits_the_fakes_schema(document: str) -> None:
    assert validate(graph.schema(), parse(document)) == []


@pytest.mark.node
def test_the_fakes_schema_is_part_of_githubs(official: GraphQLSchema) -> None:
    for name, ours in graph.schema().type_map.items():
        if name.startswith("__"):
            continue
        theirs = official.type_map.get(name)
        assert type(theirs) is type(ours), name
        if isinstance(ours, GraphQLEnumType):
            assert isinstance(theirs, GraphQLEnumType) and set(ours.values) <= set(theirs.values)
        if isinstance(ours, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            assert isinstance(theirs, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType)
            for field_name, field in ours.fields.items():
                described = theirs.fields[field_name]
                assert str(field.type) == str(described.type), f"{name}.{field_name}"
                for argument, given in getattr(field, "args", {}).items():
                    assert str(given.type) == str(described.args[argument].type), f"{name}.{field_name}({argument})"
        if isinstance(ours, GraphQLInputObjectType):
            assert isinstance(theirs, GraphQLInputObjectType)
            needed = {key for key, field in theirs.fields.items() if str(field.type).endswith("!")}
            assert needed <= set(ours.fields), name
