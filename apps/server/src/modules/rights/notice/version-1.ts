import type { NoticeText } from './notice-text';

/** What stood above the registration before there were versions. */
export const VERSION_1: NoticeText = {
  version: 1,
  date: '2026-11-01',
  sections: [
    {
      id: 'what',
      zh: { title: '保存什么', paragraphs: ['姓名、证件号码、手机号，加密保存；以及每次扫码的时间和地点。'] },
      en: {
        title: 'What is kept',
        paragraphs: ['Name, document number and telephone, encrypted; and time and place of each scan.'],
      },
    },
    {
      id: 'why',
      zh: { title: '用来做什么', paragraphs: ['只用于疫情防控：判断能否通行，出现确诊病例时找到同时在场的人。'] },
      en: {
        title: 'What for',
        paragraphs: ['Only against the epidemic: to tell whether you may pass, and to find who was there when a case is confirmed.'],
      },
    },
    {
      id: 'howLong',
      zh: { title: '保存多久', paragraphs: ['通行记录保存 {{days}} 天后自动删除。'] },
      en: { title: 'How long', paragraphs: ['Visits are deleted by themselves after {{days}} days.'] },
    },
  ],
};
