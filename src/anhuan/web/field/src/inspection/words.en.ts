/** English of the round screens, by the Chinese it stands for. */
export const inspectionWords: Record<string, string> = {
  巡检: 'Rounds', 点位: 'Point', 检查: 'Check', 异常上报: 'Report a fault', 上报异常: 'Report a fault', 我的巡检: 'My rounds', 我发现的异常: 'Faults I found', '{n} 个点位': '{n} points',
  '{from} 起，{to} 前': 'from {from}, before {to}', 没有分配给您的巡检任务: 'No rounds for you', 未到时间: 'not yet', 待检: 'due', 检查中: 'running', 待补检: 'to make up', 补检: 'made up', 漏检: 'missed', 停检: 'resting', 已取消: 'cancelled',
  还没有到检查时间: 'It is not time yet', '已过检查时间，{to} 前可以补检': 'Its time is over; it can be made up for before {to}', '已超过补检时间，任务记为漏检': 'Too late: the round counts as missed', '开始后 {n} 分钟内到首站签到': 'Be at the first point within {n} minutes',
  '去 {name}（还有 {n} 个点位）': 'Go to {name} ({n} points left)', 开始检查: 'Begin', 结束巡检: 'End the round', '结束巡检 {name}': 'Round ended: {name}', 回到我的巡检: 'Back to my rounds', '完成点位 {name}': 'Point done: {name}', '{n} 层': 'floor {n}',
  '已检 {n} 项，共 {m} 项': '{n} of {m} items done', '现在不能检查，请回到任务查看时间': 'Not possible now; see the times of the round', '本点 {n} 项已检查完': 'All {n} items here are done', '还需停留 {n} 秒': 'Stay {n} s longer', '完成，去下一点': 'Done, on to the next', 回到任务: 'Back to the round',
  '这是“{other}”的标签，应到“{name}”': 'This is the tag of {other}; go to {name}', '扫到的不是本点位的标签，请核对点位': 'This is not the tag of this point', '到达 {name}': 'Arrived at {name}', 没有选到蓝牙标签: 'No Bluetooth mark was chosen', '先签到，再检查': 'Sign in first, then check',
  扫码或碰标签: 'Scan the code or touch the tag', 蓝牙标签: 'Bluetooth mark', 用定位签到: 'By positioning', 请填写检查结果: 'Fill in what you found', 需要现场照片: 'A photo is needed', 请选择怎样处置: 'Choose what is done about it', 请填写当场处理的结果: 'Say what was done on the spot',
  读数: 'Reading', 正常: 'Normal', 异常: 'Abnormal', 检查情况: 'What you found', '照片（必须）': 'Photo (needed)', '虽在范围内，但有异常': 'Within limits, but something is wrong', 为什么不检: 'Why is it not checked?', '例如：设备停用': 'For example: equipment stopped', '保存，下一项': 'Save, next',
  还是要检: 'Check it after all', 停用未检: 'Not in use', 未检: 'not checked', 中控值: 'Control room', '与中控值相差超过 {n} {unit}，请核对仪表': 'More than {n} {unit} off the control room: check the gauge', '高发：一年内同类异常 {n} 次': 'Frequent: {n} like faults in a year',
  '一年内同类异常 {n} 次': '{n} like faults in a year', 本点: 'Here', '没有识别出读数，请手工填写': 'Nothing could be read; type it', '正在识别……': 'Reading…', 识别照片中的读数: 'Read the gauge off the photo', '识别为 {value} {unit}，请核对': 'Read as {value} {unit}: check it',
  异常情况: 'What is wrong', 怎样处置: 'What is done about it', 当场处理: 'Handled on the spot', 登记隐患: 'Hazard', 设备故障: 'Equipment fault', 怎样处理的: 'What was done?', 扫点位码或写明地点: 'Scan a point or say where', '点位 {code}': 'Point {code}', 扫点位码: 'Scan a point',
  '关闭异常 {text}': 'Closed: {text}', 关闭: 'Close', '停止录像 {n} 秒': 'Stop filming {n} s', 录短视频: 'Short video', 在此上报异常: 'Report a fault here', 检查内容: 'What is checked here', 结束: 'End',
  包保责任: 'Duty', '这项职责已经履行。': 'This duty is done.', 履职情况: 'What was done', 记录履职: 'Record it',
  '先签名，确认是本人': 'Sign first: it is you who walks', 先扫本人工卡: 'Scan your own work card first', 开始巡检: 'Begin the round', '开始巡检 {name}': 'Round begun: {name}',
  '向{way} {m} m': '{m} m {way}', '上 {n} 层': '{n} floors up', '下 {n} 层': '{n} floors down', '从“{from}”起，上为北': 'from {from}, north is up', 北: 'north', 东北: 'north-east', 东: 'east', 东南: 'south-east', 南: 'south', 西南: 'south-west', 西: 'west', 西北: 'north-west',
}
