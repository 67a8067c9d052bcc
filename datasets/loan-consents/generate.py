"""Makes loan decisions with the consents they rest on, and plants each cause for which a row may not be used.

    python3 generate.py      writes decisions.csv, consents.csv and truth.json beside this file

Standard library only. All randomness comes from Random.random(), whose sequence Python guarantees for a seed, so any
version writes the same bytes.
"""

import csv
import datetime
import json
import pathlib
import random

SEED = 20261001
ROWS = 6000
DAY = datetime.timedelta(days=1)
UTC = datetime.timezone.utc
CEST = datetime.timezone(datetime.timedelta(hours=2))
START = datetime.datetime(2026, 7, 1, tzinfo=UTC)
AS_OF = datetime.datetime(2026, 10, 1, tzinfo=UTC)

# How many rows of each cause, in the order of precedence; half of those of consent stand at the edge of a period.
PLANTED = {
    "no-consent": 64, "other-purpose": 40, "before-consent": 36, "after-withdrawal": 120, "past-retention": 48,
    "minor": 24, "unknown-basis": 28,
}
# Approved of those who may be counted: a ratio of 0.9. Those whose consent ended were mostly women who were refused.
APPROVED = {"f": 0.54, "m": 0.6}


def main():
    draw = random.Random(SEED).random
    rows, consents, truth = [], [], []

    def pick(shares):
        left = draw()
        for name, share in shares.items():
            left -= share
            if left < 0:
                return name
        return name

    def written(moment, form):
        """A moment as a date, in UTC, in UTC without a zone, or with the zone of summer in Vienna."""
        if form == "date":
            return moment.strftime("%Y-%m-%d")
        if form == "zone":
            return moment.astimezone(CEST).isoformat(timespec="seconds")
        return moment.strftime("%Y-%m-%dT%H:%M:%S") + ("Z" if form == "utc" else "")

    def moment(least, most):
        return least + datetime.timedelta(seconds=int(draw() * (most - least).total_seconds()))

    causes = [cause for cause, count in PLANTED.items() for _ in range(count)]
    causes += [None] * (ROWS - len(causes))
    for index in range(len(causes) - 1, 0, -1):
        other = int(draw() * (index + 1))
        causes[index], causes[other] = causes[other], causes[index]

    for number, cause in enumerate(causes):
        person = f"loan-{number * 7919 % 100003:05d}-{'abcdefghijkmnpqrstuvwxyz'[int(draw() * 24)]}"
        is_ended = cause == "after-withdrawal"
        sex = pick({"f": 0.8, "m": 0.2} if is_ended else {"f": 0.5, "m": 0.5})
        approved = draw() < (0.2 if is_ended else APPROVED[sex])
        age = 18 + int(draw() ** 1.5 * 60)
        guardian = ""
        used = moment(START, AS_OF - DAY)
        used_form = pick({"utc": 0.5, "plain": 0.3, "zone": 0.2})
        collected = used - datetime.timedelta(seconds=int(draw() * 300 * 86400) + 3600)
        purpose = pick({"scoring": 0.8, "offers": 0.2})
        basis = pick({"consent": 0.8, "contract": 0.2})
        if cause in ("no-consent", "other-purpose", "before-consent", "after-withdrawal"):
            basis = "consent"
        if cause == "past-retention":
            collected = AS_OF - 730 * DAY - datetime.timedelta(seconds=1 + int(draw() * 200 * 86400))
            used = moment(max(START, collected + DAY), AS_OF - DAY)
        if cause == "minor":
            age = 14 + int(draw() * 2)
            guardian = pick({"no": 0.5, "": 0.5})
        elif draw() < 0.01:
            # A guardian has agreed.
            age, guardian = 15, pick({"yes": 0.5, "true": 0.5})
        if cause is None and draw() < 0.002:
            age = ""
        if cause == "unknown-basis":
            basis = pick({"": 0.5, "NULL": 0.5})

        # What somebody consented to: a scoring row is covered by consent to scoring or to personal-terms, offers by its own.
        def consent(kind, begins, ends=None, begins_form="utc", ends_form="utc"):
            consents.append([
                person, kind, written(begins, begins_form), "" if ends is None else written(ends, ends_form)])

        own = pick({"scoring": 0.7, "personal-terms": 0.3}) if purpose == "scoring" else "offers"
        before, after = used - (1 + draw() * 200) * DAY, used + (1 + draw() * 100) * DAY
        before, after = before.replace(microsecond=0), after.replace(microsecond=0)
        edge = draw() < 0.5
        if cause == "no-consent":
            pass
        elif cause == "other-purpose":
            consent("offers" if purpose == "scoring" else "scoring", before)
        elif cause == "before-consent":
            # A second too late, or some days.
            consent(own, used + datetime.timedelta(seconds=1) if edge else after)
        elif cause == "after-withdrawal":
            # At the very moment, in another zone; or by a date, which counts from its first moment.
            begins = before - 30 * DAY
            if edge:
                consent(own, begins, used, "utc", "zone")
            else:
                consent(own, begins, datetime.datetime(used.year, used.month, used.day, tzinfo=UTC), "utc", "date")
            if draw() < 0.3:
                # Given again later.
                consent(own, after)
        elif basis == "consent" or draw() < 0.3:
            if draw() < 0.2:
                # Two periods, of which the second holds: the first ended before.
                consent(own, before - 60 * DAY, before - 30 * DAY)
            if edge and draw() < 0.2:
                # From the very moment.
                consent(own, used, after if draw() < 0.5 else None, "zone", "utc")
            else:
                consent(own, before, after if draw() < 0.3 else None)
            if draw() < 0.1:
                consent("marketing", before)
        rows.append([
            person, sex, age, "approved" if approved else "refused", written(used, used_form),
            written(collected, pick({"date": 0.3, "utc": 0.7}) if cause != "past-retention" else "utc"), purpose, basis,
            guardian])
        truth.append((cause, sex))

    for index in range(len(consents) - 1, 0, -1):
        other = int(draw() * (index + 1))
        consents[index], consents[other] = consents[other], consents[index]
    folder = pathlib.Path(__file__).parent

    def save(name, header, table):
        with open(folder / name, "w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(table)

    save(
        "decisions.csv",
        ["id", "sex", "age", "decision", "decided_at", "collected_at", "purpose", "basis", "guardian"], rows)
    save("consents.csv", ["id", "purpose", "granted_at", "withdrawn_at"], consents)
    counts = {}
    for cause, sex in truth:
        if cause:
            counts.setdefault(cause, {"f": 0, "m": 0})[sex] += 1
    (folder / "truth.json").write_text(json.dumps({"planted": counts}, indent=1) + "\n")


main()
