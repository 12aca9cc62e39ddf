"""load_content, export_content, check_content: what they say and how they end."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.packs import change, write_pack
from wizard.models import Flow, Step
from wizard.scheduling import schedule_publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_pack(tmp_path / "pack")


def run(*arguments: object) -> list[str]:
    """The lines a command writes."""
    out = StringIO()
    call_command(*map(str, arguments), stdout=out)
    return out.getvalue().splitlines()


def test_load_names_what_it_did_and_sums_up(folder: Path) -> None:
    lines = run("load_content", folder, "--publish")
    assert lines[0] == "created: category billing"
    assert lines[-2:] == [
        "published: guide payment 1",
        "10 created, 0 updated, 0 unchanged, 0 kept, 6 published.",
    ]


def test_load_names_what_it_called_off(folder: Path) -> None:
    run("load_content", folder, "--publish")
    change(folder, "flows/payment.yaml", "How do you pay?", "How then?")
    run("load_content", folder)
    at = datetime(2126, 4, 1, 9, tzinfo=UTC)
    schedule_publish(Flow.objects.get(slug="payment"), at, author=None, now=at - timedelta(days=1))
    assert run("load_content", folder, "--publish")[:2] == [
        "published: guide payment 2",
        "cancelled: guide payment, to go live at 2126-04-01 09:00 UTC",
    ]


def test_a_second_load_says_that_nothing_changed(folder: Path) -> None:
    run("load_content", folder)
    assert run("load_content", folder) == [
        "0 created, 0 updated, 10 unchanged, 0 kept, 0 published. Nothing changed."
    ]


def test_a_dry_run_says_what_would_be(folder: Path) -> None:
    lines = run("load_content", folder, "--dry-run")
    assert lines[-1] == "Would be: 10 created, 0 updated, 0 unchanged, 0 kept, 0 published."
    assert not Flow.objects.exists()


def test_load_lists_what_was_kept_and_how_to_replace_it(folder: Path) -> None:
    run("load_content", folder)
    Step.objects.filter(slug="how").update(title_en="Edited")
    assert run("load_content", folder) == [
        "kept: guide payment was edited here and differs from the file; --overwrite replaces it",
        "0 created, 0 updated, 9 unchanged, 1 kept, 0 published. Nothing changed.",
    ]
    assert run("load_content", folder, "--overwrite")[0] == "updated: guide payment"


def test_load_refuses_with_every_complaint_on_its_line(folder: Path) -> None:
    change(folder, "flows/payment.yaml", "{flow: contact, step: people}", "gone")
    with pytest.raises(CommandError) as refused:
        run("load_content", folder)
    place = f"{folder}/flows/payment.yaml:13: target-missing: payment/how/unsure: "
    assert str(refused.value).startswith(place)
    assert str(refused.value).endswith("\nNothing was loaded: 1 problem.")
    assert refused.value.returncode == 1


def test_load_refuses_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="unreadable: is no folder"):
        run("load_content", tmp_path / "gone")


def test_load_refuses_to_publish_what_is_not_ready(folder: Path) -> None:
    change(folder, "channels.yaml", "name: {ja: 電話, en: Phone}", "name: {ja: 電話}")
    with pytest.raises(
        CommandError, match=r"channels.yaml:3: missing-text: phone: .*\nNothing was loaded: 1 problem\."
    ):
        run("load_content", folder, "--publish")


def test_export_names_the_files_it_wrote(folder: Path, tmp_path: Path) -> None:
    run("load_content", folder)
    lines = run("export_content", tmp_path / "out")
    assert f"{tmp_path}/out/flows/payment.yaml" in lines
    assert all(Path(line).is_file() for line in lines)


def test_export_takes_some_guides_alone(folder: Path, tmp_path: Path) -> None:
    run("load_content", folder)
    lines = run("export_content", tmp_path / "out", "--flow", "payment", "--flow", "contact")
    assert lines == [f"{tmp_path}/out/flows/contact.yaml", f"{tmp_path}/out/flows/payment.yaml"]


def test_export_refuses_a_guide_it_does_not_know_and_writes_nothing(folder: Path, tmp_path: Path) -> None:
    run("load_content", folder)
    with pytest.raises(CommandError, match="There is no guide called gone, nowhere."):
        run("export_content", tmp_path / "out", "--flow", "nowhere", "--flow", "payment", "--flow", "gone")
    assert not (tmp_path / "out").exists()


def test_export_refuses_a_folder_that_is_a_file(folder: Path) -> None:
    with pytest.raises(CommandError, match="cannot be written"):
        run("export_content", folder / "pack.yaml")


def test_check_says_how_much_there_is_when_all_is_well(folder: Path) -> None:
    assert run("check_content", folder) == ["2 guides, 2 entries and 2 channels: no problems."]


def test_check_prints_a_problem_a_line_and_exits_with_1(folder: Path) -> None:
    change(folder, "flows/payment.yaml", "next: pay-again", "next: gone")
    change(folder, "channels.yaml", "alternative: form", "alternative: fax")
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("check_content", str(folder), stdout=out)
    assert ended.value.code == 1
    lines = out.getvalue().splitlines()
    assert lines[0] == (
        f"{folder}/channels.yaml:3: channel-missing: phone: the alternative “fax” does not exist (or is itself)."
    )
    assert [line.split(": ")[:2] for line in lines[1:]] == [
        [f"{folder}/flows/payment.yaml:12", "target-missing"],
        [f"{folder}/flows/payment.yaml:14", "unreachable"],
    ]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("label: {ja: カード, en: Card}", "label: {ja: By the card, en: By the card}", "12: same-text: advice: "),
        ("    choices:\n", "    choices:\n" + "".join(f"    - {{choice: c{n}, label: {{ja: 札{n}, en: No. {n}}}, next: pay-again}}\n" for n in range(7)), "8: many-choices: advice: "),
    ],
)  # fmt: skip
def test_check_lists_advice_and_exits_with_0(folder: Path, old: str, new: str, place: str) -> None:
    change(folder, "flows/payment.yaml", old, new)
    lines = run("check_content", folder)
    assert [line.startswith(f"{folder}/flows/payment.yaml:{place}") for line in lines[:-1]] == [True]
    assert lines[-1] == "2 guides, 2 entries and 2 channels: no problems, advice: 1."


def test_check_exits_with_1_where_there_is_no_folder(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        run("check_content", tmp_path / "gone")
    assert ended.value.code == 1


def test_check_looks_at_the_pack_that_ships_unless_told_otherwise() -> None:
    (line,) = run("check_content")
    assert line.endswith("no problems.")


def test_check_needs_no_database(folder: Path, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        run("check_content", folder)
