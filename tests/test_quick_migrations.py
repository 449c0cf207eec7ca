"""An empty database gets everything the models declare, though migrations are applied quickly."""

import pytest
from django.apps import apps
from django.db import connection

pytestmark = pytest.mark.django_db


def declared():
    """(table, name) of each index and constraint of our models."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            for one in (*model._meta.indexes, *model._meta.constraints):
                yield model._meta.db_table, one.name


def test_every_index_and_constraint_is_there():
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT tablename, indexname FROM pg_indexes WHERE schemaname = 'public' UNION
               SELECT conrelid::regclass::text, conname FROM pg_constraint"""
        )
        there = set(cursor.fetchall())
    assert set(declared()) - there == set()


def test_every_column_is_there_and_may_be_null_or_not_as_declared():
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT table_name, column_name, is_nullable = 'YES'
                 FROM information_schema.columns WHERE table_schema = 'public'"""
        )
        there = set(cursor.fetchall())
    wanted = {
        (model._meta.db_table, field.column, field.null)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
        for field in model._meta.local_concrete_fields
    }
    assert wanted - there == set()
