from tests.api.test_who_sees_what import *
from tests.api.test_who_sees_what import _finds
import json
def test_dump(observed, world):
    D=[*doors(world,""), "search"]
    out={}
    for row in world.canaries:
        cells=[]
        for d in D:
            s=frozenset(observed[d,row])
            m={frozenset():"·",frozenset(["editor"]):"E",frozenset(["reader","editor"]):"R",frozenset(["anybody","reader","editor"]):"A"}
            cells.append(m.get(s,"?"+"".join(x[0] for x in sorted(s))))
        out[row]=cells
    json.dump([D,out],open("/tmp/matrix_dump.json","w"))
