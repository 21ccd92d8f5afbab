"""Who may have their account deleted: everybody but the only owner of an organization."""

OURS = r"""
  visitor reader  owner   stranger

/<language>/account/delete/
  login   seen    seen    seen    GET  /mn/account/delete/
  login   done    422     422     POST /mn/account/delete/ sure
"""

SERVICES = r"""
  visitor reader  owner   stranger

accounts.services.leaving.ask_for_deletion
  refused done    refused refused POST /<language>/account/delete/
"""
