"""Every error Tocsin shows to a person, as one tree.

TocsinError
├── InputError         something is wrong with what was given     exit status 3
│   └── one class a cause, in the section below
├── CatalogueError     a card, a local file or a data table       exit status 4
└── UsageError         a command was asked for what cannot be     exit status 2

A message says what was found, where, and what to do. It holds no name, date of birth or words
of a record: file names, row numbers and column headings only. Each class has a code, and each
code has a help text; `docs/reference/errors.md` is generated from this file.
"""

from __future__ import annotations

from typing import ClassVar


class TocsinError(Exception):
    """Shown to the user as one clear answer, without a traceback."""

    code: ClassVar[str] = "T000"
    exit_status: ClassVar[int] = 1
    help: ClassVar[str] = ""

    def __init__(self, found: str, *, where: str = "", do: str = "") -> None:
        self.found = found
        self.where = where
        self.do = do
        super().__init__(self.sentence)

    @property
    def sentence(self) -> str:
        place = f"{self.where}: " if self.where else ""
        remedy = f" {self.do}" if self.do else ""
        return f"{self.code} {place}{self.found}{remedy}"


class InputError(TocsinError):
    code = "T100"
    exit_status = 3
    help = "Something is wrong with a file or folder that was given."


class EmptyFolder(InputError):
    code = "T101"
    help = "The folder is missing, or holds no file that Tocsin reads. Put the agencies' files in it."


class ManifestError(InputError):
    code = "T102"
    help = "review.yaml has a key or a value that Tocsin does not know. The message names the line."


class FileRefused(InputError):
    code = "T110"
    help = "A file could not be opened at all. The others are still read."


class PasswordProtected(FileRefused):
    code = "T111"
    help = "The file is encrypted. Open it, remove the password and save it again."


class Damaged(FileRefused):
    code = "T112"
    help = "The file is damaged, or is not what its name says. Open it where it was made and save it again."


class OldOfficeFormat(FileRefused):
    code = "T113"
    help = "Word and Excel files from before 2007 are not read. Save them as .docx or .xlsx."


class TooLarge(FileRefused):
    code = "T114"
    help = "The file passes a limit in records/data/limits.yaml, or unpacks to far more than its size."


class LeavesFolder(FileRefused):
    code = "T115"
    help = "A link in the folder points outside it. Copy the file itself into the folder."


class UnknownFormat(FileRefused):
    code = "T116"
    help = "Tocsin reads .csv, .tsv, .xlsx, .xlsm, .docx, .docm and .odt files."


class NoTable(FileRefused):
    code = "T117"
    help = "No table with a date column and a column of words was found in the file."


class TableRefused(FileRefused):
    code = "T118"
    help = (
        "A register or a file of queries for `tocsin identity` cannot be used: CSV in UTF-8 or Parquet, with "
        "the columns that `docs/how-to/measure-identity.md` lists."
    )


class RowRefused(InputError):
    code = "T120"
    help = "One row could not be used. It is listed in the quarantine, and the others are read."


class DateError(RowRefused):
    code = "T121"
    help = "A date that cannot be read in one way only. Tocsin never guesses, nor swaps day and month."


class ImpossibleDate(DateError):
    code = "T122"
    help = "A day that the calendar does not have, such as 31 February or month 13."


class FutureDate(DateError):
    code = "T123"
    help = "A date after the day of the review. What has not happened yet is no event."


class ReversedDates(DateError):
    code = "T124"
    help = "An end that lies before its start."


class UndatedError(DateError):
    code = "T125"
    help = "The row carries no date. It is kept and shown as undated, and raises nothing."


class CellTooLarge(RowRefused):
    code = "T126"
    help = "A cell holds more text than any chronology needs: often a quotation mark that is never closed."


class RowWithoutWords(RowRefused):
    code = "T127"
    help = "A date with nothing beside it."


class DecisionRefused(RowRefused):
    code = "T130"
    help = (
        "A row of decisions.csv cannot be used. It needs a concern's number, the decision, the role of "
        "whoever decided, the date and a reason. The other rows still count."
    )


class CodingLineRefused(RowRefused):
    code = "T140"
    help = (
        "A line of coding.csv cannot be used as edited: an event type, attribute or status the vocabulary "
        "does not list. The line stays as it was proposed."
    )


class CustodyError(InputError):
    code = "T313"
    help = "custody.yaml cannot be used as it stands. `docs/how-to/write-custody-yaml.md` shows its form."


class CustodyFileRefused(CustodyError):
    code = "T314"
    help = "The file is too large, is no plain YAML text, or uses anchors, aliases or tags."


class CustodyKeyUnknown(CustodyError):
    code = "T315"
    help = "A key that custody.yaml does not have at that place. The message lists those it has."


class CustodyValueWrong(CustodyError):
    code = "T316"
    help = "A value that cannot stand there. The message says what is allowed; nothing is guessed."


class CustodyDayWrong(CustodyError):
    code = "T317"
    help = "Words that are not one day of the calendar, or an end before its start."


class CustodyMissing(CustodyError):
    code = "T318"
    help = "Something without which nothing can be reckoned, such as the day of a sentence, is not there."


class CustodyTwice(CustodyError):
    code = "T319"
    help = "A key, an id or a ref stands twice, so that it would not be clear which is meant."


class CustodyLinkBroken(CustodyError):
    code = "T321"
    help = "A ref names an offence or a sentence that the same adult does not have."


class CustodyNoRow(CustodyError):
    code = "T322"
    help = "No row of law or practice covers that day or sentence. Nothing is guessed: ask the prison."


class CustodyContradiction(CustodyError):
    code = "T323"
    help = "Two facts of custody.yaml cannot both be right. The message names both."


class CustodyBeforeOffence(CustodyError):
    code = "T330"
    help = "A sentence is dated before its offence. One of the two days is wrong: see the court's record."


class CustodyFollowsMissing(CustodyError):
    code = "T331"
    help = "A sentence follows one that is not there, or that was quashed. Ask the court from when it runs."


class CustodyFollowsLoop(CustodyError):
    code = "T332"
    help = "Sentences follow each other in a circle, so that none of them begins. See the court's order."


class CustodyRemandTwice(CustodyError):
    code = "T333"
    help = "Days on remand or tagged bail stand twice. A day counts once: see the prison's record of remand."


class CustodyRemandAfterSentence(CustodyError):
    code = "T334"
    help = "Remand is stated for days on or after the sentence it should count for. One of the days is wrong."


class CustodyNoTerm(CustodyError):
    code = "T335"
    help = "A sentence has no length, or one that no court can pass. Copy the term from the court's order."


class CustodyNoExtension(CustodyError):
    code = "T337"
    help = "An extended sentence states no extension period. Copy it from the court's order."


class CustodyNotYetPassed(CustodyError):
    code = "T338"
    help = "A sentence is dated after the day of the reckoning. It is left out; correct it if it is a slip."


class CustodyDaysWithoutSentence(CustodyError):
    code = "T339"
    help = "Days are stated for a day on which no sentence of this adult was passed. They are not counted."


class CustodyExclusionUnknown(CustodyError):
    code = "T340"
    help = "An exclusion that custody/data/exclusions.yaml does not have. The message lists those it has."


class CustodyDaysUnclear(CustodyError):
    code = "T341"
    help = "An adjustment has no days, more than its own period can hold, or more restored than added."


class CustodyAppealUnclear(CustodyError):
    code = "T342"
    help = "An appeal changed a sentence and the new sentence is not given. Copy it from the court's order."


class CustodyFollowsLife(CustodyError):
    code = "T343"
    help = "A fixed term follows a sentence without a fixed end, so the day on which it begins is not known."


class CustodyCasesRefused(CustodyError):
    code = "T344"
    help = "A file of cases is too large, or is not JSON in the form that `tocsin custody check` reads."


class LedgerRefused(InputError):
    code = "T160"
    help = (
        "An act on the ledger of links cannot be taken: it names a record the ledger never met, takes back "
        "an entry that is not there, or lacks the reason a person's decision needs. Nothing was changed."
    )


class StoreRefused(InputError):
    code = "T161"
    help = "The file or database is no store of Tocsin's, or is damaged. Name another, or restore a copy."


class StoreTooNew(StoreRefused):
    code = "T162"
    help = "A later version of Tocsin wrote this store. Use that version or a later one; nothing was changed."


class DriverMissing(InputError):
    code = "T163"
    help = "PostgreSQL needs the package psycopg. Install Tocsin with its extra: `tocsin[postgres]`."


class ModelError(TocsinError):
    code = "T301"
    exit_status = 4
    help = "A file of trained weights cannot be read, or was made for other comparisons. Train it again."

    def __init__(self, *, fault: str) -> None:
        super().__init__(
            f"The model cannot be used: {fault}.", do="Train it again with `tocsin identity train`."
        )


class CatalogueError(TocsinError):
    code = "T300"
    exit_status = 4
    help = "An indicator card, a partnership's local file or a data table cannot be used."


class UsageError(TocsinError):
    code = "T200"
    exit_status = 2
    help = "The command was asked for something that cannot be."


class TownTooLarge(UsageError):
    code = "T230"
    exit_status = 2
    help = "A made-up town holds 1,000 to 1,000,000 children, as far as made-up NHS numbers reach."


class UnknownTownSetting(UsageError):
    code = "T231"
    exit_status = 2
    help = (
        "A town is made with one of the settings of errors in town/data/errors.yaml. The message lists them."
    )


class TownArgument(UsageError):
    code = "T232"
    exit_status = 2
    help = "A seed is a whole number from 0, workers are 1 or more, and a share lies between 0 and 1."


class FolderInUse(UsageError):
    code = "T233"
    exit_status = 2
    help = (
        "A made-up town is written to a folder that is new or empty, so that it never mixes with other files."
    )
