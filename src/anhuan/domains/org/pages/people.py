"""People."""

from anhuan.desk.lists import Column, ListSpec, Tag, respond_list
from anhuan.desk.pages import page
from anhuan.domains.org import queries
from anhuan.domains.org.forms.people import PEOPLE_FILTERS


@page("people.view")
def people(request):
    spec = ListSpec(
        title="人员",
        noun="人",
        default_sort="pinyin",
        columns=[
            Column("name", "姓名", kind="link", sort="pinyin"),
            Column("number", "工号", sort="number"),
            Column("kind", "类型", lambda p: Tag(p.get_kind_display()), kind="tag", sort="kind"),
            Column("department", "部门", sort="department__name"),
            Column("post", "岗位", sort="post__name"),
            Column("updated_at", "更新", kind="time", sort="updated_at"),
            Column("trade", "工种", hidden=True),
            Column("is_special_worker", "特种作业", kind="bool"),
        ],
        filters=PEOPLE_FILTERS,
        search=("name", "number", "pinyin"),
        row_url=lambda p: "/people/",
        row_tone=lambda p: "off" if p.is_retired else "",
        create_url="/people/create/",
        create_right="people.edit",
        import_url="/people/import/",
        import_right="people.edit",
        empty="还没有人员。先新建一个，或用 Excel 导入。",
    )
    return respond_list(request, spec, queries.visible_people(request.user))
