"""Set up, run, test and check Khorshoo: what stands behind the Makefile.

This file must parse on very old Pythons, so that they can say what is wrong: no annotations, no f-strings.
Everything else in this folder may use the Python that the site needs. Standard library only.
"""

import os
import sys

NEEDED = (3, 11)


def main(arguments):
    """Run one sub-command. Returns the exit status."""
    if sys.version_info < NEEDED:
        sys.stderr.write(
            "Khorshoo needs Python %d.%d or newer and this is %d.%d: install a newer one "
            "and name it, for example: make run PYTHON=python3.12\n" % (NEEDED + tuple(sys.version_info[:2]))
        )
        return 1
    # In place of this folder: `import scripts...` for us, nothing of ours hides the standard library.
    sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    from scripts import commands

    return commands.main(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
