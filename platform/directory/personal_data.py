"""What the directory keeps of a person: which registers they sent in, imported or took back."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from core.personal_data import Section, register
from directory.models import RegisterImport


def _imports(person: Any) -> dict[str, Any]:
    own = Q(started_by=person) | Q(approved_by=person) | Q(undone_by=person)
    return {
        "registers": [
            {"register": str(row), "file": row.file_name, "sent": row.created_at, "state": row.state}
            for row in RegisterImport.objects.filter(own).defer("content")
        ]
    }


register(Section("registers", ("directory.RegisterImport",), _imports))
