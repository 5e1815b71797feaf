"""Which spans are claims, and what they say. One sentence a case."""

from decimal import Decimal

import pytest

from bihuan.reading import LEXICON, Claim, read

EXACT, OVER, AT_LEAST, ABOUT = "exact", "over", "at_least", "about"


def _only(sentence: str) -> Claim:
    (claim,) = read(sentence).claims
    return claim


@pytest.mark.parametrize(
    ("sentence", "text", "value", "unit"),
    [
        ("开展检查24 次，", "24 次", 24, "次"),
        ("培养积极分子２６名。", "２６名", 26, "名"),
        ("培训1,250人次。", "1,250人次", 1250, "人次"),
        ("审计资金2,386.75万元。", "2,386.75万元", Decimal("2386.75"), "万元"),
        ("学习十九次。", "十九次", 19, "次"),
        ("收集意见一百二十六条。", "一百二十六条", 126, "条"),
        ("转移群众八百零三人。", "八百零三人", 803, "人"),
        ("补助三百八十六万元。", "三百八十六万元", 386, "万元"),
        ("完成投资十二点六亿元。", "十二点六亿元", Decimal("12.6"), "亿元"),
        ("排查隐患1.86万处。", "1.86万处", Decimal("1.86"), "万处"),
        ("阅读量达50万。", "50万", 50, "万"),
        ("盘点资产2,317件（套），", "2,317件（套）", 2317, "件（套）"),
        ("为19个村（社区）配车。", "19个", 19, "个"),
        ("办理3千件。", "3千件", 3000, "件"),
        ("拨款2百万元。", "2百万元", 200, "万元"),
        ("亡人火灾０起。", "０起", 0, "起"),
        ("亡人火灾零起。", "零起", 0, "起"),
        ("整改率90％。", "90％", 90, "%"),
        ("增长百分之八点七。", "百分之八点七", Decimal("8.7"), "%"),
        ("满意率百分之百。", "百分之百", 100, "%"),
        ("死亡率千分之三。", "千分之三", 3, "‰"),
        ("提高5.8个百分点。", "5.8个百分点", Decimal("5.8"), "百分点"),
        ("三分之二的支部达标。", "三分之二", Decimal("0.6667"), ""),
        ("约2/3的村建站。", "2/3", Decimal("0.6667"), ""),
        ("一半的支部获评优秀。", "一半", Decimal("0.5"), ""),
        ("历时36个小时。", "36个小时", 36, "个小时"),
        ("历时两个月。", "两个月", 2, "个月"),
        ("须在5个工作日内反馈。", "5个工作日", 5, "个工作日"),
        ("收到感谢信9封。", "9封", 9, "封"),
        ("储备棉被2,600床。", "2,600床", 2600, "床"),
        ("出动车辆401.3万辆次。", "401.3万辆次", Decimal("401.3"), "万辆次"),
        ("发送提示单5轮次。", "5轮次", 5, "轮次"),
        ("提出三点要求。", "三点", 3, "点"),
        ("给予诫勉处理一人。", "一人", 1, "人"),
        ("新建一个消防站。", "一个", 1, "个"),
    ],
)
def test_a_number_with_its_measure_word_is_a_claim(sentence: str, text: str, value: object, unit: str) -> None:
    claim = _only(sentence)
    assert (claim.text, claim.value, claim.unit) == (text, value, unit)


@pytest.mark.parametrize(
    ("sentence", "text", "value", "bound"),
    [
        ("发送提醒4300余条。", "4300余条", 4300, OVER),
        ("指出问题40多个。", "40多个", 40, OVER),
        ("解决难题十几个。", "十几个", 10, OVER),
        ("压减支出十余万元。", "十余万元", 10, OVER),
        ("发放资料3万余份。", "3万余份", 3, OVER),
        ("撰写心得两万余字。", "两万余字", 2, OVER),
        ("收回补助两千多元。", "两千多元", 2000, OVER),
        ("惠及一千二百多户。", "一千二百多户", 1200, OVER),
        ("巡堤查险数十次。", "数十次", 10, OVER),
        ("吸引数百名群众。", "数百名", 100, OVER),
        ("走访干部上百名。", "百名", 100, OVER),
        ("存放油漆超过1.5吨。", "1.5吨", Decimal("1.5"), OVER),
        ("播放量突破200万次。", "200万次", 200, OVER),
        ("征集家书近百封。", "百封", 100, ABOUT),
        ("听课党员近四百人次。", "四百人次", 400, ABOUT),
        ("挽回损失约4万元。", "4万元", 4, ABOUT),
        ("参会人员40人左右。", "40人", 40, ABOUT),
        ("慰问干部五六次。", "五六次", 5, ABOUT),
        ("整改率达到90%以上，", "90%", 90, AT_LEAST),
        ("不少于2次的督查。", "2次", 2, AT_LEAST),
        ("至少召开1次党员大会。", "1次", 1, AT_LEAST),
        ("共完成15次。", "15次", 15, EXACT),
        ("累计达2400次。", "2400次", 2400, EXACT),
        ("其余2条正在整改。", "2条", 2, EXACT),
    ],
)
def test_the_words_around_a_number_bound_it(sentence: str, text: str, value: object, bound: str) -> None:
    claim = _only(sentence)
    assert (claim.text, claim.value, claim.bound) == (text, value, bound)


@pytest.mark.parametrize("words", ["不超过30%，", "不足60%。", "不到两成。", "2小时内报送情况。", "控制在5%以内。"])
def test_an_upper_limit_is_exact_and_says_at_most(words: str) -> None:
    claim = _only(f"比例{words}")
    assert (claim.bound, claim.raw_bound) == (EXACT, "at_most")


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("8至10次", 8, 10),
        ("3-5名", 3, 5),
        ("1—2次", 1, 2),
        ("2～6分", 2, 6),
        ("三至五名", 3, 5),
        ("1%至2%", 1, 2),
        ("3次至5次", 3, 5),
        ("10－20万元", 10, 20),
        ("七八个", 7, 8),
        ("十七八个", 17, 18),
        ("一两次", 1, 2),
        ("二三百名", 200, 300),
    ],
)
def test_a_range_is_one_claim_with_both_ends(words: str, low: int, high: int) -> None:
    claim = _only(f"组织演练{words}。")
    assert (claim.text, claim.value, claim.value_to) == (words, low, high)


@pytest.mark.parametrize("sentence", ["由15天缩短至9天。", "整改率从81.2%提高到86.5%。", "由35人次增加到112人次。"])
def test_from_one_figure_to_another_is_two_claims(sentence: str) -> None:
    assert len(read(sentence).claims) == 2


@pytest.mark.parametrize(
    ("words", "unit", "bound"),
    [
        ("**次", "次", EXACT),
        ("XX起", "起", EXACT),
        ("×××份", "份", EXACT),
        ("8,9**人次", "人次", EXACT),
        ("*.*万元", "万元", EXACT),
        ("XXX.X万元", "万元", EXACT),
        ("1**场", "场", EXACT),
        ("**余次", "次", OVER),
        ("ＸＸ家", "家", EXACT),
        ("x次", "次", EXACT),
        ("○○户", "户", EXACT),
        ("××%", "%", EXACT),
    ],
)
def test_a_masked_number_is_a_claim_without_a_value(words: str, unit: str, bound: str) -> None:
    claim = _only(f"全年共完成{words}。")
    assert (claim.text, claim.value, claim.masked, claim.unit, claim.bound) == (words, None, True, unit, bound)


@pytest.mark.parametrize(
    "sentence",
    [
        "深入学习贯彻党的二十大和二十届三中全会精神。",
        "落实三会一课、三重一大和双随机、一公开。",
        "增强四个意识、坚定四个自信、做到两个维护。",
        "贯彻中央八项规定精神，压减三公经费。",
        "健全“1+3+N”力量编成和四级响应机制。",
        "紧盯“三个关键环节”和“四项目标任务”。",
        "《消防救援队伍八个严禁》《十二条措施》印发。",
        "（江政办发〔2023〕32号）要求，",
        "执行GB/T 9704—2012标准。",
        "G56高速K132+500处边坡已处治。",
        "拨打12345热线或119报警。",
        "2号楼消防通道畅通。",
        "购置18米举高喷射消防车和12吨级水罐车。",
        "5分钟到场率稳步提升，打造15分钟应急救援圈。",
        "2023年6月5日至9日8时30分，",
        "1至9月，全市形势平稳。截至9月30日24时，",
        "二〇二三年上半年，半年来，近两年，三年来，第三季度，四季度，",
        "8月X日凌晨，XX镇起火。20XX年×月，",
        "获第一名、第三名，居第3位、第4至6位，前3名。",
        "在第三十一届世界水日荣立三等功。",
        "第二次党组会，第12次党委会议，第4期简报。",
        "推动三位一体、一盘棋、千方百计、百日清零、一企一档。",
        "形成一批经验，打造一系列品牌，是一项系统工程。",
        "解决一个问题、完善一套制度、带动一片。",
        "改一个、成一个，发现一处、整改一处。",
        "一张蓝图绘到底，一个党员一面旗、一个支部一座堡垒。",
        "八小时以外监督，24小时值班，7×24小时备勤，8小时外管理。",
        "未发生一起责任事故，无一人伤亡，没有1起投诉。",
        "500平方米以上商场、35岁以下青年、账龄3年以上的款项。",
        "多次开展，若干问题，逐一销号，过半数。",
        "**大队、××市、李**、周××。",
        "联系电话：0XXX-83×××26",
        "三元镇、八里街道、九曲河、万寿镇。",
        "十分重要，百姓安居，千家万户，万无一失。",
        "两手抓、两手硬，筑牢三道防线，守住四条红线。",
        "压实部门、单位三方责任，争取两级投入。",
        "三轮车侧翻，二层及以上楼层疏散。",
        "张三、李四等同志一起参加，一致通过。",
        "“一把手”抓“一刀切”，“最后一公里”。",
        "一是提高认识。二要压实责任。其三，",
        "“光荣在党50年”纪念章，“3·12”事故，“7·21”抗洪。",
        "安全生产十五条硬措施落地见效。",
        "具体数据如图1所示。",
        "x届x次全会精神",
        "一年一度，一天一调度，一次性告知，又一次强调。",
    ],
)
def test_names_dates_ordinals_and_slogans_are_no_claims(sentence: str) -> None:
    assert [claim.text for claim in read(sentence).claims] == []


@pytest.mark.parametrize(
    ("sentence", "texts"),
    [
        ("细化清单3类42项，", ["3类", "42项"]),
        ("开辟通道5条2.6公里，", ["5条", "2.6公里"]),
        ("“2个中心+6支队伍”建成。", ["2个", "6支"]),
        ("包揽8个单项中的5个第一名。", ["8个", "5个"]),
        ("连续6年未发生火灾。", ["6年"]),
        ("连续两个季度排名末位，", ["两个季度"]),
        ("连续两年排名末位的，取消资格。", []),
        ("在6个方面着力，从四个方面推进。", ["6个", "四个"]),
        ("获得2个第一、1个第三。", ["2个", "1个"]),
        ("联合8个部门、3支队伍和5名单位代表。", ["8个", "3支"]),
        ("针对“近两年党组会专题研究安全生产仅3次”的问题，", ["3次"]),
    ],
)
def test_several_numbers_in_a_sentence_are_told_apart(sentence: str, texts: list[str]) -> None:
    assert [claim.text for claim in read(sentence).claims] == texts


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        ("整改率达到95%以上，", ["rate"]),
        ("是去年的3.2倍。", ["rate"]),
        ("收回资金873万元。", ["amount"]),
        ("为期5天的读书班。", ["amount"]),
        ("得分96.8分。", ["amount"]),
        ("召开会议9次。", ["count"]),
        ("每季度至少召开1次党员大会。", ["norm"]),
        ("参加培训不少于32学时。", ["norm"]),
        ("每月驻村不少于20天。", ["norm"]),
        ("须在5个工作日内反馈。", ["amount"]),
        ("每年安排经费不少于30万元。", ["norm"]),
        ("12月底前新增消火栓60个。", ["norm"]),
        ("年内计划发展党员2名，培育品牌3个。", ["norm", "norm"]),
        ("9月底前完成对11个大队的巡察。", ["count"]),
        ("净宽仅2.8米，低于4米的标准。", ["amount", "norm"]),
        ("落实每周两次夜训的要求，全年夜训96次。", ["norm", "count"]),
        ("下一步，大队将新建消防站3个。", ["norm"]),
    ],
)
def test_the_kind_tells_a_tally_from_a_requirement(sentence: str, kinds: list[str]) -> None:
    assert [str(claim.kind) for claim in read(sentence).claims] == kinds


def test_a_plan_s_heading_makes_its_quantities_requirements() -> None:
    text = "工作总结\n\n一、工作情况\n新建消防站2个。\n二、下一步打算\n新建消防站3个，仍有5个问题尚未完成。\n"
    assert [str(claim.kind) for claim in read(text).claims] == ["count", "norm", "count"]


def test_a_claim_carries_its_section() -> None:
    text = "报告\n\n一、突出政治建设\n召开党委会14次。\n二、强化担当\n（一）压实责任。签订责任书17份。\n"
    assert [claim.section for claim in read(text).claims] == ["突出政治建设", "压实责任"]


def test_a_pack_adds_a_measure_word() -> None:
    assert read("种植树苗30穴。").claims == ()
    (claim,) = read("种植树苗30穴。", lexicon=LEXICON.extended(counts=["穴"])).claims
    assert (claim.text, claim.unit, claim.kind) == ("30穴", "穴", "count")


def test_a_pack_adds_a_name_that_is_no_claim() -> None:
    sentence = "落实三个清单式管理，"
    assert [claim.text for claim in read("推行五个台账管理，").claims] == ["五个"]
    assert read("推行五个台账管理，", lexicon=LEXICON.extended(names=["五个台账"])).claims == ()
    assert read(sentence).claims == ()


def test_a_row_holds_the_contract_s_fields_and_plain_numbers() -> None:
    (claim,) = read("存放油漆超过1.5吨。").claims
    assert claim.row() == {
        "start": 6,
        "end": 10,
        "text": "1.5吨",
        "value": 1.5,
        "unit": "吨",
        "bound": "over",
        "masked": False,
        "kind": "amount",
        "subject": "油漆",
        "action": "存放",
    }
