"""What a finding says to people: one full sentence or two each, filled from the finding's detail.

Every sentence may use %(count)s, the number of rows. A dataset adds its own (Dataset.reasons).
"""

from django.utils.translation import gettext_lazy as _

REASONS = {
    # The file
    "unused_columns": _("These columns are not needed and were not read: %(columns)s."),
    "personal_columns": _(
        "These columns may identify people. They were dropped and stored nowhere: %(columns)s."
    ),
    "withheld_columns": _(
        "The data-sharing agreement does not share these columns. They were dropped and stored nowhere: %(columns)s."
    ),
    "erased_students": _(
        "Rows that were dropped because a family had its child's data erased: %(rows)s. They will not come back."
    ),
    "year_of_file": _("The school year %(year)s was taken from the file's name, sheet or title."),
    "sheets_that_do_not_fit": _(
        "These sheets do not look like the others and were not read: %(sheets)s. If they should count, hand them in as a file of their own."
    ),
    "same_file": _("The same file was already accepted on %(date)s. Accepting it again changes nothing."),
    "same_file_corrected": _(
        "The same file was already accepted on %(date)s, together with rows that were corrected here. The corrections are not in the file: accepting it undoes them."
    ),
    "usual_codes": _(
        "The codes were read in their usual meaning (see “How to export this from your system”). If your district uses one of them otherwise, say so below before you accept it; it is remembered."
    ),
    # Cells
    "blank": _("“%(column)s” is blank. Fill it in, or leave these rows out."),
    "too_many_fields": _(
        "These rows have more fields than the header, so that their values cannot be told apart. Correct them, or leave them out."
    ),
    "too_few_fields": _(
        "These rows have fewer fields than the header, so that their values cannot be told apart. Correct them, or leave them out."
    ),
    "blank_count": _("“%(column)s” is blank here; it counts as not reported, never as zero."),
    "not_understood": _(
        "“%(column)s” does not hold what is expected there (%(expected)s). Correct these cells, or leave the rows out."
    ),
    "finer_days": _("“%(column)s” is finer than a hundredth of a day in these rows; it was rounded."),
    "finer_amount": _("“%(column)s” is finer than a hundredth in these rows; it was rounded."),
    "missing_number": _(
        "“%(column)s” has no number here. For this dataset a number is needed: fill it in, or leave these rows out."
    ),
    "damaged_id": _(
        "“%(column)s” was damaged by a spreadsheet program (like 1.23E+09). Export the ids as text, or leave these rows out."
    ),
    "word_left_out": _("“%(column)s” holds a word that your organization said stands for rows to leave out."),
    "example_row": _("These rows are the example of a template. They stay out; delete them next time."),
    "other_sheets": _("Of the sheets only “%(sheet)s” fits; these were not read: %(sheets)s."),
    "columns_remembered": _(
        "The columns were taken as %(person)s said on %(date)s for files with these headers (version %(version)s)."
    ),
    "words_remembered": _(
        "Words of the file were understood as %(person)s said on %(date)s (version %(version)s): %(number)s."
    ),
    # Rows
    "repeated_rows": _("These rows repeat an earlier row exactly and are counted once."),
    "contradicting_rows": _(
        "Several rows speak of the same thing and disagree. Keep the right one of each, or leave all of them out."
    ),
    "outside_period": _(
        "These rows lie outside the period %(period)s for which the file was handed in. Choose another period, or leave them out."
    ),
    "future_period": _(
        "These rows speak of a period that has not begun. Correct the period, or leave these rows out."
    ),
    "future_day": _("“%(column)s” lies in the future here. Correct the day, or leave these rows out."),
    "jump": _(
        "More than %(factor)s times, or less than one part in %(factor)s, of what the period before held (%(names)s). Check that the file is whole, and holds each row once."
    ),
    "missing_places": _(
        "%(places)s place(s) reported for the period before and are not in this file: %(names)s. If they have something to report, hand in a file that holds them."
    ),
    "outside_year": _(
        "These rows lie outside their school year (1 July to 30 June). Correct the dates or the school year, or leave these rows out."
    ),
    "exit_before_entry": _("The last day is before the first. Correct the dates, or leave these rows out."),
    "part_over_whole": _(
        "“%(column)s” is more than “%(whole)s”, of which it is a part. Correct the counts, or leave these rows out."
    ),
    "groups_disagree": _(
        "“%(column)s” of everybody is not the sum of its groups. Check the counts; the rows are kept."
    ),
    # Places
    "unknown_school": _(
        "No school that %(organization)s answers for is known as %(names)s.%(suggestions)s Correct the school, or leave these rows out."
    ),
    "ambiguous_school": _(
        "Several schools are known as %(names)s. Add the school's code, or leave these rows out."
    ),
    "not_your_place": _(
        "%(organization)s does not answer for %(names)s, so that it cannot hand in numbers for it. Leave these rows out, or ask the partnership to change who answers for the place."
    ),
    "closed_school": _(
        "%(names)s had closed by then. Correct the school or the day, or leave these rows out."
    ),
    "merged_school": _(
        "The registry says that schools were merged; these rows are read as those of the new school (%(names)s)."
    ),
    "silent_school": _(
        "You said that these schools have not reported, but the file holds rows of them. Hand the file in again without that remark, or leave these rows out."
    ),
    "new_places": _("%(places)s place(s) are not in the registry yet; they are entered on acceptance."),
    "two_names": _(
        "%(places)s place(s) of the file bear several names (%(names)s). The latest year's name is used; the others are remembered."
    ),
    "moved_school": _(
        "%(places)s school code(s) appear in more than one district (%(names)s): each stays with the district of its row."
    ),
    # Organizations
    "unknown_organization": _(
        "No partner is known as %(names)s.%(suggestions)s Correct the name, or leave these rows out."
    ),
    "not_your_organization": _(
        "%(organization)s hands in its own numbers only, not those of %(names)s. Leave these rows out; the other organization, or the partnership, hands them in."
    ),
    # Students
    "unknown_issuer": _(
        "It is not clear which district gave these student ids. Name the district in the column “issuer”, or leave these rows out."
    ),
    "unknown_code": _(
        "These participant codes were not printed for this program. Compare them with the cards, or leave these rows out."
    ),
    "id_and_code": _(
        "These rows have a student id and a participant code. The student id counts, the code is dropped: only the district links the two."
    ),
    "not_enrolled": _(
        "%(linked)s of %(students)s students are among those enrolled; those of these rows are not. They count only once their enrollment arrives."
    ),
    "enrolled_elsewhere": _(
        "The students of these rows are enrolled in that school year, but at another of your schools. Check the school."
    ),
    "not_enrolled_then": _(
        "The students of these rows are enrolled at the school in that school year, but not at that time. Check the days, or the first and last day of their enrollment."
    ),
    "ids_count_rows": _(
        "“%(column)s” counts the rows: 1, 2, 3 and so on. Perhaps it is no student id. Students would be mixed up with others from one file to the next."
    ),
    "ids_repeat": _(
        "“%(column)s” holds only %(ids)s different ids in %(rows)s rows. Perhaps it is no student id, but a class, a grade or a school."
    ),
    "enrollment_missing": _(
        "No enrollment of these schools and school years has been accepted yet, so that these students could not be looked up."
    ),
}


# What a cell of a type is expected to hold.
EXPECTED = {
    "count": _("a whole number"),
    "days": _("a number of days"),
    "amount": _("a number"),
    "date": _("a date"),
    "month": _("a month, like 2024-09"),
    "school_year": _("a school year, like 2024-25"),
    "year": _("a calendar year, like 2024"),
    "name": _("a name of at most 80 characters"),
    "mark": _("a letter grade from A to F"),
    "word": _("one of the known words"),
    "flag": _("yes or no"),
    "grade": _("a grade from K to 12"),
    "rate": _("a rate"),
    "code": _("a code of digits"),
    "student_id": _("the id of a student"),
    "participant_code": _("a participant code as it is printed on the card, like KF4-92X"),
    "group": _("a known group of students"),
    "label": _("one of a few words"),
}


def sentence(reason, detail, own=None):
    """The sentence of a finding in the reader's language. own: the dataset's own sentences."""
    template = (own or {}).get(reason) or REASONS[reason]
    return str(template) % (detail | {"expected": EXPECTED.get(detail.get("expected"), "")})
