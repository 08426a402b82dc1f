/*
 * bare_rows.c - as many rows into SQLite as an import stores, and nothing else: no file read, no
 * number parsed, no unit found, no history kept.
 *
 * bare_rows DATABASE ROWS: makes the database, with the same primary key and the same durability
 * as the table `figure` (schema of domain/assessment), and inserts in one transaction.
 */
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#define SCHEMA                                                                                     \
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"                                        \
    "CREATE TABLE figure (period INTEGER NOT NULL, table_code TEXT NOT NULL, unit_id INTEGER NOT " \
    "NULL, row_key TEXT NOT NULL, column_code TEXT NOT NULL, value INTEGER, words TEXT, "          \
    "import_id "                                                                                   \
    "INTEGER NOT NULL, file_row INTEGER NOT NULL, PRIMARY KEY (period, table_code, unit_id, "      \
    "row_key, column_code)) STRICT; BEGIN IMMEDIATE"
#define INSERT                                                                                     \
    "INSERT INTO figure VALUES (202302, 'low-efficiency', ?1, ?2, 'count', ?3, NULL, 1, ?3)"

static bool insert(sqlite3_stmt *statement, int row)
{
    char key[32];
    int len = snprintf(key, sizeof key, "情形%d", row % 5);
    sqlite3_bind_int64(statement, 1, row / 5);
    sqlite3_bind_text(statement, 2, key, len, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 3, row);
    bool done = sqlite3_step(statement) == SQLITE_DONE;
    sqlite3_reset(statement);
    return done;
}

int main(int argc, char **argv)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    if (argc != 3 || sqlite3_open(argv[1], &db) != SQLITE_OK ||
        sqlite3_exec(db, SCHEMA, NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(db, INSERT, -1, &statement, NULL) != SQLITE_OK)
        return 1;
    int rows = atoi(argv[2]);
    for (int row = 0; row < rows; row++)
        if (!insert(statement, row))
            return 1;
    sqlite3_finalize(statement);
    bool done = sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK;
    sqlite3_close(db);
    return done ? 0 : 1;
}
