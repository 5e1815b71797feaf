"""The web's URLs."""

from __future__ import annotations

from django.urls import URLPattern, path

from bihuan.web.administration.accounts import accounts_page
from bihuan.web.administration.packs import packs_page
from bihuan.web.administration.people import people_page
from bihuan.web.administration.roster import people_import, person_page, roster_page
from bihuan.web.administration.system import backup_file, settings_page
from bihuan.web.administration.trail import entry_page, trail_export, trail_page
from bihuan.web.administration.units import units_page
from bihuan.web.bulletin.page import bulletin_page
from bihuan.web.check.page import check_page, check_sheet, checked_page
from bihuan.web.door.entrance import Entrance, Exit
from bihuan.web.door.myself import home, me_page, more_page
from bihuan.web.door.second import code_page, second_page
from bihuan.web.duties.page import account_page, own_account
from bihuan.web.duties.waiving import waive_page
from bihuan.web.figures.page import figure_page
from bihuan.web.jobs.page import job_again, job_file, job_page, jobs_page
from bihuan.web.overview.page import overview_page
from bihuan.web.records.entering import correct, record_new, void_page
from bihuan.web.records.importing import import_kind, import_page, import_template
from bihuan.web.records.kinds import kinds_page
from bihuan.web.records.page import records_export, records_page
from bihuan.web.records.record import evidence_file, record_page
from bihuan.web.reports.draft import draft_file, draft_page, issue_page
from bihuan.web.reports.editing import (
    draft_figures,
    draft_new,
    edit_draft,
    issue_draft,
    kept_draft,
    kept_draft_file,
    settle_page,
)
from bihuan.web.reports.merging import merge_page
from bihuan.web.reports.page import issued_docx, issued_page, reports_page, verify_page
from bihuan.web.reports.pdf import draft_pdf
from bihuan.web.sealing.page import seals_page
from bihuan.web.tasks.finding_form import finding_new
from bihuan.web.tasks.form import task_new
from bihuan.web.tasks.page import task_list, tasks_page
from bihuan.web.tasks.task import finding_page, repeat_page, task_file, task_page
from bihuan.web.today.page import today_page

urlpatterns: list[URLPattern] = [
    path("", overview_page, name="overview"),
    path("login/", Entrance.as_view(), name="login"),
    path("logout/", Exit.as_view(), name="logout"),
    path("duties/", own_account, name="duties"),
    path("duties/<str:code>/", account_page, name="duties_of"),
    path("duties/<str:code>/waive/", waive_page, name="waive"),
    path("figures/<path:key>/", figure_page, name="figure"),
    path("records/", records_page, name="records"),
    path("records/<int:number>/", record_page, name="record"),
    path("units/", units_page, name="units"),
    path("people/", people_page, name="people"),
    path("accounts/", accounts_page, name="accounts"),
    path("packs/", packs_page, name="packs"),
    path("records/export/", records_export, name="records_export"),
    path("home/", home, name="home"),
    path("today/", today_page, name="today"),
    path("more/", more_page, name="more"),
    path("me/", me_page, name="me"),
    path("record/", kinds_page, name="kinds"),
    path("record/<str:kind>/", record_new, name="record_new"),
    path("records/<int:number>/correct/", correct, name="correct"),
    path("records/<int:number>/void/", void_page, name="void"),
    path("records/<int:number>/evidence/<str:sha256>/", evidence_file, name="evidence"),
]

# 核验、报告、问题与任务、通报
urlpatterns += [
    path("check/", check_page, name="check"),
    path("check/<str:token>/", checked_page, name="checked"),
    path("check/<str:token>/sheet.xlsx", check_sheet, name="check_sheet"),
    path("reports/", reports_page, name="reports"),
    path("reports/draft/", draft_page, name="draft"),
    path("reports/draft/file.<str:ending>", draft_file, name="draft_file"),
    path("reports/drafts/new/", draft_new, name="draft_new"),
    path("reports/drafts/<int:number>/", kept_draft, name="kept_draft"),
    path("reports/drafts/<int:number>/edit/", edit_draft, name="edit_draft"),
    path("reports/drafts/<int:number>/figures/", draft_figures, name="draft_figures"),
    path("reports/drafts/<int:number>/file.<str:ending>", kept_draft_file, name="kept_draft_file"),
    path("reports/drafts/<int:number>/settle/", settle_page, name="settle"),
    path("reports/drafts/<int:number>/issue/", issue_draft, name="issue_draft"),
    path("reports/merge/", merge_page, name="merge"),
    path("reports/issue/", issue_page, name="issue"),
    path("reports/verify/", verify_page, name="verify"),
    path("reports/issued/<str:number>/", issued_page, name="issued"),
    path("reports/issued/<str:number>/report.docx", issued_docx, name="issued_docx"),
    path("tasks/", tasks_page, name="tasks"),
    path("tasks/new/", task_new, name="task_new"),
    path("tasks/<int:number>/", task_page, name="task"),
    path("tasks/<int:number>/evidence/<str:sha256>/", task_file, name="task_file"),
    path("tasks/lists/<str:name>.<str:ending>", task_list, name="task_list"),
    path("seals/", seals_page, name="seals"),
    path("bulletin/", bulletin_page, name="bulletin"),
    path("findings/new/", finding_new, name="finding_new"),
    path("findings/<int:number>/", finding_page, name="finding"),
    path("findings/<int:number>/repeats/", repeat_page, name="confirm_repeat"),
]

# 管理
urlpatterns += [
    path("trail/", trail_page, name="trail"),
    path("trail/export/", trail_export, name="trail_export"),
    path("trail/<int:number>/", entry_page, name="trail_entry"),
    path("people/roster/", roster_page, name="roster"),
    path("people/import/", people_import, name="people_import"),
    path("people/<str:code>/", person_page, name="person"),
    path("login/code/", code_page, name="login_code"),
    path("me/second/", second_page, name="second"),
    path("settings/", settings_page, name="settings"),
    path("settings/backup/", backup_file, name="backup"),
]

# 导入、办件
urlpatterns += [
    path("import/", import_page, name="import"),
    path("import/<str:kind>/", import_kind, name="import_kind"),
    path("import/<str:kind>/template.xlsx", import_template, name="import_template"),
    path("jobs/", jobs_page, name="jobs"),
    path("jobs/<str:token>/", job_page, name="job"),
    path("jobs/<str:token>/again/", job_again, name="job_again"),
    path("jobs/<str:token>/file/", job_file, name="job_file"),
    path("reports/draft/pdf/", draft_pdf, name="draft_pdf"),
]
