#!/usr/bin/env python3
"""Plants one breach at a time in an empty tree and sees that the checkers name it."""
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]

LAYERS = [
    ("src/base/a.c", '#include "port/db.h"\n', "base may not include port/db.h"),
    ("src/base/a.c", "#include <unistd.h>\n", "base may not reach the machine"),
    ("src/port/a.c", '#include "engine/assess/assess.h"\n', "port may not include"),
    ("src/port/a.c", "#include <sqlite3.h>\n", "belongs in"),
    ("src/port/a.c", "#include <libxml/HTMLparser.h>\n", "belongs in"),
    ("src/port/a.c", "#include <unheard/of.h>\n", "no library known"),
    ("src/engine/x/a.c", '#include "domain/module.h"\n', "engine may not include"),
    ("src/engine/x/a.c", '#include "engine/y/inner.h"\n', "engine may not include"),
    ("src/engine/x/a.c", "int street_count;\n", "business noun"),
    ("src/engine/assess/a.c", "static double x;\n", "no binary floating point"),
    ("src/domain/a/a.c", '#include "domain/b/inner.h"\n', "domain may not include"),
    ("src/domain/a/a.c", '#include "face/api/api.h"\n', "domain may not include"),
    ("src/domain/a/a.c", 'char *s = "SELECT a FROM b";\n', "SQL belongs"),
    ("src/domain/a/a.c", "void f(Ctx *ctx)\n{\n    scope_lift(ctx);\n}\n", "scope is lifted"),
    ("src/domain/a/a.c", "void f(Ctx *ctx)\n{\n    ctx->scope = NULL;\n}\n", "scope is lifted"),
    ("src/face/a/a.c", "const DbScope *all = &db_scope_whole;\n", "scope is lifted"),
    ("src/domain/assessment/result.c", "int a;\n", "lifts no scope"),
    ("src/face/a/a.c", '#include "engine/assess/assess.h"\n', "face may not include"),
    ("src/face/a/a.c", '#include "domain/a/a.h"\n', "face may not include"),
]
LONG = "void f(void)\n{\n" + "    f();\n" * 70 + "}\n"
STYLE = [
    ("src/base/a.c", LONG, "a function of 73 lines"),
    ("src/base/a.c", "int a;\n" * 701, "702 lines"),
    ("src/base/a.c", "/* TO" "DO */\n", "unfinished work"),
    ("src/base/a.c", "int a; \n", "blanks at the end"),
    ("src/base/a.c", "#if 0\n#endif\n", "switched off"),
    ("src/engine/x/a.c", "void *p = malloc(1);\n", "memory comes from an arena"),
    ("src/base/a.h", "#ifndef TONGBAN_A_H\n", "begins with the comment"),
    ("src/base/a.h", "/* a */\n", "no include guard"),
    ("docs/a.md", "[b](b.md)\n", "which is not there"),
    ("docs/a.md", "# A b\n[c](#c)\n", "no such heading"),
]
FINE = [
    ("src/domain/assessment/result.c", "void f(Ctx *ctx)\n{\n    scope_lift(ctx);\n}\n"),
    ("src/port/html_read.c", "#include <libxml/HTMLparser.h>\n"),
    ("src/engine/x/a.c", '#include "engine/y/y.h"\n/* a street and a double */\n'),
    ("src/domain/a/a.c", '#include "domain/b/b.h"\n'),
    ("docs/a.md", "# A `b`: c\n[c](#a-b-c)\n"),
]


def run(checker, name, text):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, name)
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
        pathlib.Path(folder, "src").mkdir(exist_ok=True)
        pathlib.Path(folder, "src/main.c").write_text("int main(void);\n")
        done = subprocess.run([ROOT / "tools" / checker, folder], capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr


def main():
    failed = 0
    for checker, cases in (("check-layers", LAYERS), ("check-style", STYLE)):
        for name, text, expected in cases:
            code, output = run(checker, name, text)
            if code != 1 or expected not in output:
                print(f"{checker} missed {expected!r} in {name}: {output}")
                failed += 1
    for name, text in FINE:
        for checker in ("check-layers", "check-style"):
            code, output = run(checker, name, text)
            if code != 0:
                print(f"{checker} complained without cause: {output}")
                failed += 1
    print(f"{len(LAYERS) + len(STYLE) + len(FINE) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
