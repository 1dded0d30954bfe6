"""Let an activated environment find the project's dbt profile, so that bare `dbt build` needs no flag.

Run by make after it has made the environment: python scripts/finops/environment.py .venv
"""

import sys
from pathlib import Path

MARK = "# ai_finops: dbt finds the project's profile"

# The profiles lie beside the environment; VIRTUAL_ENV is what the script itself has just set.
EXPORTS = {
    "activate": 'DBT_PROFILES_DIR="$(dirname "$VIRTUAL_ENV")/profiles"\nexport DBT_PROFILES_DIR\n',
    "activate.csh": 'setenv DBT_PROFILES_DIR "$VIRTUAL_ENV:h/profiles"\n',
    "activate.fish": 'set -gx DBT_PROFILES_DIR (dirname "$VIRTUAL_ENV")/profiles\n',
}


def export_profiles_dir(environment: Path) -> list[str]:
    """Append the export to each activate script that lacks it. Returns the names of the scripts changed."""
    changed = []
    for name, export in EXPORTS.items():
        script = environment / "bin" / name
        if script.is_file() and MARK not in script.read_text(encoding="utf-8"):
            with open(script, "a", encoding="utf-8") as handle:
                handle.write(f"\n{MARK}\n{export}")
            changed.append(name)
    return changed


if __name__ == "__main__":
    export_profiles_dir(Path(sys.argv[1]))
