/** English of the hazard screens, by the Chinese it stands for. */
export const hazardWords: Record<string, string> = {
  隐患: 'Hazards', 完成: 'Done', 隐患上报: 'Report a hazard', 上报隐患: 'Report a hazard', 等我办理: 'For me to do', 没有等您办理的隐患: 'Nothing waits for you', 我上报的: 'Reported by me',
  还没有上报过: 'You have reported none yet', '期限 {at}': 'due {at}', 看到了什么: 'What did you see?', '例如：P-101 机封滴漏': 'For example: seal of P-101 dripping', 区域: 'Area', 按定位: 'By position',
  具体位置: 'Where exactly', 可不填: 'optional', 可能是重大隐患: 'May be a major hazard', 已当场整改: 'Already put right', 怎样整改的: 'How was it put right?', 来源: 'Source', 上报: 'Report',
  '拍一张照片、说一段话或写几个字': 'Take a picture, say it or write a few words', 选区域或写明地点: 'Choose the area or say where', 上报时已整改: 'Put right when it was found',
  '已存在手机上，联网后自动上传。': 'Kept on the phone; it goes out by itself once there is a network.', 查看隐患: 'Open the hazard', 整改前照片: 'Before', 整改后照片: 'After',
  整改责任人: 'Rectifier', 整改期限: 'Deadline', 整改意见: 'What to do', 落实情况: 'How it is now', 整改逾期未闭环: 'Past its deadline and not closed', 提交整改: 'Hand in', 申请延期: 'Ask for more time',
  原因分析: 'Cause', 整改措施: 'What was done', 延至: 'Until', 延期原因: 'Why more time', 验收: 'Accept', 退回整改: 'Send back', '还须 {who} 验收': 'Still to accept: {who}', 验收情况: 'What you found',
  验收通过: 'It is good', 退回原因: 'Why it goes back', 新的期限: 'New deadline', 评估: 'Assess', 评估并派发: 'Assess and assign', 隐患等级: 'Level', 一般隐患: 'General', 重大隐患: 'Major',
  在此上报隐患: 'Report a hazard here', 判定标准: 'Criterion', 隐患类型: 'Kind', '姓名、拼音或工号': 'Name, pinyin or number',
}
