"""What each endpoint may refuse, and how that is said: the OpenAPI document lists it, and tests hold the answers to it.

An operation that is not named here refuses only what all do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from socialbpm.service.problems import MEDIA_TYPE, status_of

ALL = (
    "unauthorized",
    "login_taken",
    "wrong_token",
    "csrf",
    "invalid",
    "too_large",
    "too_many_calls",
    "sign_in_unavailable",
    "internal",
)
"""Of every endpoint for which somebody has to say who they are."""
KEYED = ("in_flight", "key_reused")
MATCHED = ("moved_on",)
WISH = ("not_found", "not_a_member")
ASKER = (*WISH, "not_the_asker", "ended")
SAID = (*WISH, "ended", "not_asked", "unknown_ring", "bad_reach", "no_such_post")
PREVIEWED = (*ASKER, "not_asked", "unknown_preview", "preview_outdated", "unknown_ring", "no_such_ring")
LISTED = ("bad_cursor",)
ADMIN = ("not_admin",)
FILES = ("bad_kind", "bad_size", "too_many_attachments")
CALLED = ("bad_url", "url_not_allowed")
FIRED = ("task_closed", "already_open", "not_available")

GONE = "Done, and you see nothing of it any more."

OF: Mapping[str, tuple[str, ...]] = {
    "receive_hooks": (
        *FIRED,
        *FILES,
        "repeated_with_other_body",
        "not_theirs_to_ask",
        "unknown_person",
        "unknown_ladder",
        "unknown_raise",
        "unknown_ring",
        "ended",
        "bad_url",
        "url_not_allowed",
        "callback_not_allowed",
    ),
    "list_deliveries": LISTED,
    "list_discussions": LISTED,
    "get_discussion": ("not_found",),
    "look_at_discussion": ("not_found",),
    "dry_run_discussion": ASKER,
    "dry_run_task": ("not_found", "task_closed"),
    "list_facts": ("not_found", *LISTED),
    "list_posts": ("not_found", *LISTED),
    "list_asks": ("not_found", *LISTED),
    "list_members": ("not_found", *LISTED),
    "list_offers": LISTED,
    "list_listings": LISTED,
    "list_tasks": LISTED,
    "get_offer": ("not_found",),
    "get_problem": ("not_found",),
    "take_up_offer": ("not_found", "not_yours", "offer_over", *FIRED, *FILES),
    "open_discussion": ("not_found", *FIRED, *FILES),
    "follow": ("too_many_streams",),
    "follow_discussion": ("not_found", "too_many_streams"),
    "create_post": (*SAID, "reach_missing", "post_exists", "own_answer", "beyond_parent"),
    "edit_post": (*SAID, "beyond_parent"),
    "raise_post": (*SAID, "beyond_parent"),
    "attach": (*WISH, "ended", "no_such_post", *FILES),
    "take_off": (*WISH, "ended", "no_such_post", "no_such_attachment"),
    "get_attachment": ("not_found",),
    "withdraw_post": (*WISH, "ended", "no_such_post"),
    "accept_post": (*ASKER, "not_asked", "no_such_post", "no_such_version", "own_answer", "own_words", "not_an_answer"),
    "refuse_answer": (*ASKER, "not_asked", "no_such_post", "not_an_answer"),
    "say_if_helped": (*ASKER, "not_ended", "no_such_post"),
    "pass_ask": (*WISH, "ended", "not_asked_of_you", "not_now_is_over"),
    "ask_question": (*PREVIEWED, *FILES, "asked_already"),
    "preview_ring": (*PREVIEWED, "not_available", "already_in", "not_closer"),
    "consent": PREVIEWED,
    "decline": (*ASKER, "unknown_ring", "nothing_proposed"),
    "word_question": (*ASKER, "unknown_ring", "no_such_ring", "no_such_attachment"),
    "widen": (*ASKER, "not_asked", "last_ring"),
    "bring_in": (*ASKER, "not_asked", "not_available", "already_in"),
    "remove_member": ASKER,
    "strike": (*ASKER, "already_in"),
    "bring_closer": (*PREVIEWED, "not_available", "not_closer"),
    "hand_over": (*PREVIEWED, "not_available", "already_open"),
    "thank": (*ASKER, "nothing_to_thank_for"),
    "join": ("not_found", "not_open_to_you", "already_in", "ended"),
    "leave": (*WISH, "ended", "asker_stays"),
    "solve_alone": (*ASKER, "no_such_experience"),
    "look_up_experience": ("not_found",),
    "list_experience": ("not_found", *LISTED),
    "list_offered_experience": ("not_found", *LISTED),
    "list_released": LISTED,
    "take_back": ("not_found",),
    "list_communities": LISTED,
    "get_community": ("not_found",),
    "list_community_experience": ("not_found", *LISTED),
    "join_community": ("not_found", "not_proposed"),
    "decline_community": ("not_found", "not_proposed"),
    "leave_community": ("not_found", "not_in_community"),
    "change_community": ("not_found", "not_the_steward", "not_in_community"),
    "get_person": ("not_found",),
    "change_preferences": ("not_available", "not_now_is_over", "unknown_zone", "never_asked"),
    "get_mail": ("not_found",),
    "change_mail": ("not_found",),
    "withdraw": ASKER,
    "give_up": (*ASKER, "not_asked"),
    "end_abandoned": ("not_found", "not_abandoned", "ended"),
    "off_board_person": (*ADMIN, "not_found"),
    "erase_person": (*ADMIN, "not_found", "held"),
    "get_place": ("not_found",),
    "put_diagram": ("bad_diagram", "diagram_known", "not_found"),
    "get_diagram": ("not_found",),
    "get_heat": ("not_found",),
    "get_figures": ("not_found", "no_such_period"),
    "list_holds": ADMIN,
    "put_hold": (*ADMIN, "not_found"),
    "release_hold": (*ADMIN, "not_found"),
    "issue_widget_token": ("not_found", "origin_not_allowed", "unknown_person", "not_theirs_to_ask"),
    "list_keys": (*ADMIN, *LISTED),
    "issue_runtime_key": ADMIN,
    "revoke_key": (*ADMIN, "not_found"),
    "get_callbacks": (*ADMIN, "not_found"),
    "set_callbacks": (*ADMIN, *CALLED, "callback_not_allowed"),
    "rotate_callbacks_secret": (*ADMIN, "not_found"),
    "list_letters": (*ADMIN, *LISTED),
    "get_letter": (*ADMIN, "not_found"),
    "redeliver_letter": (*ADMIN, "not_found", "letter_waiting"),
    "create_subscription": (*ADMIN, *CALLED, "too_many_subscriptions"),
    "list_subscriptions": ADMIN,
    "get_subscription": (*ADMIN, "not_found"),
    "change_subscription": (*ADMIN, "not_found", *CALLED),
    "delete_subscription": (*ADMIN, "not_found"),
    "rotate_subscription_secret": (*ADMIN, "not_found"),
    "ping_subscription": (*ADMIN, "not_found"),
    "list_subscription_letters": (*ADMIN, "not_found", *LISTED),
    "release": (*WISH, "not_ended", "nothing_to_release", "not_the_author"),
}


def codes_of(operation: Mapping[str, Any]) -> list[str]:
    """Return what an operation of the OpenAPI document may refuse."""
    own = OF.get(operation["operationId"], ())
    if "security" not in operation:
        return ["internal", *own]
    headers = _headers(operation)
    keyed = KEYED if "Idempotency-Key" in headers else ()
    matched = MATCHED if "If-Match" in headers else ()
    return [*ALL, *keyed, *matched, *own]


def _headers(operation: Mapping[str, Any]) -> set[str]:
    return {parameter["name"] for parameter in operation.get("parameters", ())}


def describe(document: dict[str, Any]) -> None:
    """Say in an OpenAPI document what each operation may refuse, by status, with the codes."""
    for path, methods in document["paths"].items():
        for operation in methods.values():
            operation["responses"].pop("default", None)
            if "If-Match" in _headers(operation) and path.startswith("/v1/discussions/"):
                operation["responses"].setdefault("204", {"description": GONE})
            for status, codes in _by_status(codes_of(operation)).items():
                operation["responses"][str(int(status))] = _response(status, codes)


def _by_status(codes: Iterable[str]) -> dict[HTTPStatus, list[str]]:
    found: dict[HTTPStatus, list[str]] = {}
    for code in sorted(set(codes)):
        found.setdefault(status_of(code), []).append(code)
    return dict(sorted(found.items()))


def _response(status: HTTPStatus, codes: list[str]) -> dict[str, Any]:
    told = ", ".join(f"`{code}`" for code in codes)
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": f"{status.phrase}: {told}.", "content": content, "x-codes": codes}
