"""Which clauses carry a duty, and what it says. One sentence a case."""

from pathlib import Path

import pytest

from bihuan.reading import Duty, read

PLANS = [
    line.split("|")
    for line in (Path(__file__).parent / "sentences" / "plans.duties").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def _only(sentence: str) -> Duty:
    (duty,) = read(sentence).duties
    return duty


@pytest.mark.parametrize(
    ("sentence", "actor", "act", "times", "per", "bound"),
    [
        ("党支部每月至少召开1次支委会。", "党支部", "召开支委会", 1, "month", "at_least"),
        ("局党委每季度组织不少于2次专题学习。", "局党委", "组织专题学习", 2, "quarter", "at_least"),
        ("各消防站每月组织1次夜间拉动。", "各消防站", "组织夜间拉动", 1, "month", "exact"),
        ("局党委每半年向市委报告一次党建工作。", "局党委", "报告党建工作", 1, "half_year", "exact"),
        ("支部书记每年至少讲两堂专题党课。", "支部书记", "讲专题党课", 2, "year", "at_least"),
        ("党员每年参加集中培训不少于32学时。", "党员", "参加集中培训", 32, "year", "at_least"),
        ("机关纪委每周抽查1次值班情况。", "机关纪委", "抽查值班情况", 1, None, "exact"),
        ("机关党委每季度组织观看警示教育片。", "机关党委", "组织观看警示教育片", 1, "quarter", "exact"),
        ("各党支部支委会每月召开不少于1次。", "各党支部", "召开支委会", 1, "month", "at_least"),
        ("财务科要于3月31日前完成清算。", "财务科", "完成清算", 1, "once", "exact"),
        ("资产中心6月底前办结权属登记。", "资产中心", "办结权属登记", 1, "once", "exact"),
        ("整改责任科室每月25日前更新台账。", "整改责任科室", "更新台账", 1, "month", "exact"),
        ("9月底前，机关党委举办2期培训班。", "机关党委", "举办培训班", 2, "once", "exact"),
        ("年内我要走遍二十三个党支部。", "我", "走遍党支部", 1, "once", "exact"),
        ("机关党委年内发展党员3至5名。", "机关党委", "发展党员", 3, "once", "exact"),
        ("新任支部书记任期内至少参加1次培训。", "新任支部书记", "参加培训", 1, None, "at_least"),
    ],
)
def test_a_clause_with_a_frequency_or_a_deadline_is_a_duty(
    sentence: str, actor: str, act: str, times: int, per: str | None, bound: str
) -> None:
    duty = _only(sentence)
    assert (duty.actor, duty.act, duty.times, duty.per, duty.bound) == (actor, act, times, per, bound)


@pytest.mark.parametrize(
    ("sentence", "due"),
    [
        ("各党支部于12月10日前报送总结。", "12月10日前"),
        ("各单位每月5日前报送进展。", "每月5日前"),
        ("机关党委每季度末月25日前通报1次进展。", "每季度末月25日前"),
        ("机关党委每年11月底前公示党费。", "每年11月底前"),
        ("各责任单位每周五17时前报送进度。", "每周五17时前"),
        ("市应急局每日8:30调度隐患整改。", "每日8:30"),
        ("各党支部次年1月15日前报送计划。", "次年1月15日前"),
        ("机关党委年底前评选先锋岗10个。", "年底前"),
    ],
)
def test_the_words_of_the_day_are_kept(sentence: str, due: str) -> None:
    assert _only(sentence).due == due


@pytest.mark.parametrize(
    ("sentence", "raw"),
    [
        ("机关纪委每周抽查1次。", "每周"),
        ("机关纪委每两月暗访1次窗口。", "每两月"),
        ("负责人每半月听取1次汇报。", "每半月"),
    ],
)
def test_an_odd_frequency_is_kept_in_its_words(sentence: str, raw: str) -> None:
    duty = _only(sentence)
    assert (duty.per, duty.raw_per) == (None, raw)


def test_frequency_actor_and_at_least_reach_over_to_the_next_item() -> None:
    first, second = read("党支部每月至少召开1次支委会、开展1次主题党日活动。").duties
    assert (first.text, second.text) == ("党支部每月至少召开1次支委会", "开展1次主题党日活动")
    assert (second.actor, second.per, second.bound) == ("党支部", "month", "at_least")


def test_what_comes_along_with_a_duty_has_its_frequency() -> None:
    duties = read("党支部每年至少召开1次组织生活会，同步开展民主评议党员工作。").duties
    assert [(duty.act, duty.per) for duty in duties] == [
        ("召开组织生活会", "year"),
        ("开展民主评议党员工作", "year"),
    ]


def test_each_multiplies_by_the_months_named() -> None:
    duty = _only("机关党委每年6月、12月各组织1次廉政风险排查。")
    assert (duty.times, duty.per, duty.due) == (2, "year", "每年6月、12月")


def test_the_actor_of_the_sentence_before_is_carried() -> None:
    duties = read("局党组要加强领导。每季度至少听取1次汇报。").duties
    assert [duty.actor for duty in duties] == ["局党组"]


def test_a_unit_other_than_times_and_a_range_are_given() -> None:
    duty = _only("班子成员每年撰写1至2篇调研报告。")
    assert (duty.unit, duty.times, duty.times_to) == ("篇", 1, 2)


@pytest.mark.parametrize(
    ("sentence", "party"),
    [
        ("支队党委每半年向总队党委书面报告1次情况。", "总队党委"),
        ("局党委书记每年与班子成员开展1轮廉政谈话。", "班子成员"),
        ("班子成员每年为支部党员讲1次党课。", "支部党员"),
        ("各党支部于3月15日前报机关党委备案。", "机关党委"),
    ],
)
def test_whom_it_serves_is_the_party(sentence: str, party: str) -> None:
    assert _only(sentence).party == party


@pytest.mark.parametrize(
    "sentence",
    [
        "全年夜训96次、综合演练12次。",
        "坚持党委每季度至少1次专题议廉的做法。",
        "未按规定落实每月至少1次安全形势研判。",
        "落实每周两次夜训、每月一次全要素演练的要求，全年夜训96次。",
        "坚持“一月一调度、一季一通报、半年一评估”推进机制。",
        "定期分析研判、适时跟踪问效，节前开展提醒。",
        "收到督办单后须在5个工作日内反馈。",
        "每次至少帮助解决1个实际问题，每期40人左右。",
        "12月底前全市销号率达到98%以上。",
        "进一步提高站位，压实责任。",
        "截至6月底前已完成整改12项。",
    ],
)
def test_reports_quotes_rates_and_intentions_are_no_duties(sentence: str) -> None:
    assert [duty.text for duty in read(sentence).duties] == []


def test_a_report_s_own_work_is_no_duty_but_its_plan_is() -> None:
    text = (
        "2023年度工作总结\n\n一、工作情况\n坚持每月开展1次夜间拉动。\n二、下一步打算\n各消防站每月组织1次夜间拉动。\n"
    )
    assert [duty.text for duty in read(text).duties] == ["各消防站每月组织1次夜间拉动"]


def test_a_row_holds_the_contract_s_fields() -> None:
    assert _only("机关党委每年6月、12月各组织1次廉政风险排查。").row() == {
        "start": 0,
        "end": 23,
        "text": "机关党委每年6月、12月各组织1次廉政风险排查",
        "actor": "机关党委",
        "act": "组织廉政风险排查",
        "times": 2,
        "per": "year",
        "bound": "exact",
        "party": "",
        "due": "每年6月、12月",
    }


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: str(plan[0]))
def test_the_duties_of_a_plan_s_sentence_are_as_labelled(plan: list[str]) -> None:
    sentence, *labels = plan
    duties = read(f"2024年工作要点\n{sentence}").duties
    found = [f"{duty.times},{duty.per},{duty.act}" for duty in duties]
    assert len(found) == len([label for label in labels if label])
    for duty, label in zip(duties, filter(None, labels), strict=True):
        times, per, act = label.split(",")
        assert (str(duty.times), str(duty.per)) == (times, per)
        assert set(act) <= set(duty.act) or set(duty.act) <= set(act)
