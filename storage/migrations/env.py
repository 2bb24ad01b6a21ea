"""What Alembic runs: every migration inside the one transaction that it was handed."""

from alembic import context

from storage.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # SQLite's are, since we begin transactions ourselves
)
context.run_migrations()
