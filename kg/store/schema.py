"""The tables of a ledger, as the scripts that make each version out of the one before."""

from __future__ import annotations

# A store of an earlier version runs those that it lacks. After any of them every article is read again from
# the text that the ledger keeps, and every graph is written again: the next build puts right what differs.
MIGRATIONS = (
    """
    CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE article (
        id TEXT PRIMARY KEY,
        source TEXT NOT NULL,       -- the file, and the line of it
        stamp TEXT NOT NULL,        -- of the article's content and of what read it
        findings BLOB NOT NULL,     -- kg.model.Findings, JSON, zlib
        candidates TEXT NOT NULL,
        counts TEXT NOT NULL,       -- how many of which kind, JSON
        nodes TEXT,
        shared TEXT,
        is_withdrawn INTEGER NOT NULL DEFAULT 0
    ) WITHOUT ROWID;
    """,
    """
    CREATE TABLE name (key TEXT NOT NULL, form TEXT NOT NULL, node TEXT NOT NULL, graph TEXT NOT NULL);
    CREATE INDEX name_by_key ON name (key);
    CREATE INDEX name_by_graph ON name (graph);
    """,
    """
    DELETE FROM setting WHERE key IN ('settled', 'drawing', 'misfits');
    CREATE TABLE stated (article TEXT PRIMARY KEY, findings BLOB NOT NULL) WITHOUT ROWID;
    INSERT INTO stated SELECT id, findings FROM article;
    ALTER TABLE article RENAME TO article_before;
    CREATE TABLE article (
        id TEXT PRIMARY KEY,
        source TEXT NOT NULL,
        stamp TEXT NOT NULL,        -- empty: it is to be read again
        counts TEXT NOT NULL,
        is_written INTEGER NOT NULL DEFAULT 0,
        is_withdrawn INTEGER NOT NULL DEFAULT 0
    ) WITHOUT ROWID;
    INSERT INTO article SELECT id, source, '', counts, 0, is_withdrawn FROM article_before;
    DROP TABLE article_before;
    CREATE INDEX article_unwritten ON article (id) WHERE NOT is_written;

    -- What resolution asks (kg.store.blocks). Ids are tails of IRIs.
    CREATE TABLE saying (           -- what an article may say of a thing; many say the same
        id TEXT PRIMARY KEY,        -- a hash of the rest
        block TEXT NOT NULL,        -- what it is decided with
        own TEXT NOT NULL,          -- the id that the article gives it
        said TEXT NOT NULL          -- kg.identity.Candidate without what tells of which article it is, JSON
    ) WITHOUT ROWID;
    CREATE INDEX saying_by_block ON saying (block);
    CREATE INDEX saying_by_own ON saying (own);
    CREATE TABLE candidate (
        article TEXT NOT NULL,
        entity TEXT NOT NULL,
        handle TEXT NOT NULL,
        date TEXT NOT NULL,
        saying TEXT NOT NULL,
        node TEXT NOT NULL,         -- the node that it is; empty: not yet decided
        PRIMARY KEY (article, entity)
    ) WITHOUT ROWID;
    CREATE INDEX candidate_by_saying ON candidate (saying);
    CREATE TABLE around (           -- in or of which others the nodes of a block are
        whole TEXT NOT NULL,
        part TEXT NOT NULL,         -- a block
        label TEXT NOT NULL,        -- what the whole is called, where it is a body
        above TEXT NOT NULL,        -- what that one is part of
        PRIMARY KEY (whole, part, label, above)
    ) WITHOUT ROWID;
    CREATE INDEX around_by_part ON around (part);
    CREATE TABLE shared (           -- what articles give to the graph of all: names of roles and the like
        key TEXT NOT NULL,
        article TEXT NOT NULL,
        form TEXT NOT NULL,
        PRIMARY KEY (key, article, form)
    ) WITHOUT ROWID;
    CREATE INDEX shared_by_article ON shared (article);
    CREATE TABLE owned (            -- the subjects that the graph of all has from a block or a shared key
        block TEXT NOT NULL,
        subject TEXT NOT NULL,
        PRIMARY KEY (block, subject)
    ) WITHOUT ROWID;
    CREATE INDEX owned_by_subject ON owned (subject);
    CREATE TABLE dirty (block TEXT PRIMARY KEY) WITHOUT ROWID;  -- blocks and keys to be decided again

    -- What nodes are called (kg.store.naming).
    DROP TABLE name;
    CREATE TABLE name (
        id INTEGER PRIMARY KEY,
        node TEXT NOT NULL,         -- IRI
        rank INTEGER NOT NULL,      -- 0: the best name
        form TEXT NOT NULL,
        key TEXT NOT NULL,          -- the form without what spelling varies in
        UNIQUE (node, rank, form)
    );
    CREATE INDEX name_by_key ON name (key);
    CREATE TABLE naming (
        giver TEXT NOT NULL,        -- a block, or the tail of the IRI of an article's graph
        name INTEGER NOT NULL,
        PRIMARY KEY (giver, name)
    ) WITHOUT ROWID;
    CREATE INDEX naming_by_name ON naming (name);

    -- Figures over the whole graph, kept up to date (kg.store.figures). Terms are as N-Triples writes them.
    CREATE TABLE total (kind TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
    INSERT INTO total SELECT item.key, SUM(item.value) FROM article, json_each(counts) AS item
        WHERE NOT is_withdrawn GROUP BY item.key;
    CREATE TABLE glance (
        article TEXT PRIMARY KEY,
        node TEXT NOT NULL,
        published TEXT,
        agency TEXT,
        facts INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE fact_about (
        article TEXT NOT NULL,
        node TEXT NOT NULL,
        class TEXT NOT NULL,
        facts INTEGER NOT NULL,
        PRIMARY KEY (article, node, class)
    ) WITHOUT ROWID;
    CREATE TABLE connected (
        node TEXT NOT NULL,
        class TEXT NOT NULL,
        facts INTEGER NOT NULL,
        PRIMARY KEY (node, class)
    ) WITHOUT ROWID;
    CREATE INDEX connected_most ON connected (facts DESC, node, class);
    CREATE TRIGGER fact_comes AFTER INSERT ON fact_about BEGIN
        INSERT INTO connected VALUES (new.node, new.class, new.facts)
            ON CONFLICT DO UPDATE SET facts = facts + new.facts;
    END;
    CREATE TRIGGER fact_goes AFTER DELETE ON fact_about BEGIN
        UPDATE connected SET facts = facts - old.facts WHERE node = old.node AND class = old.class;
        DELETE FROM connected WHERE node = old.node AND class = old.class AND facts = 0;
    END;
    """,
)
