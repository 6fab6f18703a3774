import pytest, re
from collections import defaultdict
from tests.api.test_who_sees_what import observed, world, table, _rows, ROOT
pytestmark = pytest.mark.django_db
def test_print(observed, world):
    letters = {frozenset(): "·", frozenset(["anybody","reader","editor"]): "A"}
    text=(ROOT/"docs/public.md").read_text().splitlines()
    out=[];on=False
    for line in text:
        if line.startswith("| what |"):
            on=True; out.append(line+" pages |")
        elif on and line.startswith("|---"): out.append(line+"---|")
        elif on and line.startswith("| "):
            what,rest=line.split(" | ",1)
            what=what.strip("| ")
            groups=defaultdict(list)
            rows=_rows(what)
            for row in rows:
                s=frozenset(observed[("pages",row)])
                groups[letters.get(s,"+".join(sorted(s)))].append(row)
            for letter,some in groups.items():
                if len(groups)>1:
                    model=some[0].split(".")[0]
                    w=f"`{model}` "+" ".join(f"`{r.split('.')[1]}`" for r in some)
                else: w=what
                out.append(f"| {w} | {rest} {letter} |")
        else: out.append(line)
    open("/tmp/public.md","w").write("\n".join(out)+"\n")
