/** English of the look-up screens, by the Chinese it stands for. */
export const libraryWords: Record<string, string> = {
  查询: 'Look up', 风险四色图: 'Four-colour risk map', 区域风险: 'Risks of an area', 合格承包商: 'Qualified contractors', 法规制度: 'Laws and rules',
  '各区域的等级、风险事件、措施和应急处置': 'Level of each area, its events, measures and what to do', 今天可以进厂作业的单位和人员: 'Firms and people that may work here today',
  '现行法律法规、标准规范和企业制度': 'Laws, standards and rules in force', '{n} 项风险事件': '{n} risk events', 没有这样的区域: 'No such area',
  重大: 'Major', 较大: 'Considerable', 一般: 'Ordinary', 低: 'Low', 责任部门: 'Department', 责任人: 'Answers for it', 还没有管控措施: 'No measures yet',
  风险清单里还没有这个区域的事件: 'The register has no events here yet', '单位、姓名或工号': 'Firm, name or number', '{firms} 家单位，{people} 人': '{firms} firms, {people} people',
  现场负责人: 'On site', 准入有效期至: 'Admitted until', '合格人员 {n} 人': '{n} qualified people', 没有合格人员: 'Nobody of them is qualified', 没有合格的单位或人员: 'No qualified firm or person', 标题或文号: 'Title or number', 类别: 'Kind',
  全部: 'All', 法律法规: 'Laws', 标准规范: 'Standards', 企业制度: 'Rules of the plant', '{day} 实施': 'in force from {day}', 打开: 'Open', 联网后可打开: 'Opens with a network', 没有附件: 'No file', 没有这样的文件: 'No such paper',
}
