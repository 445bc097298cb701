import type { NoticeText } from './notice-text';

/** Says everything PIPL Art. 17 and 30 ask for, in the words of people who stand at a door. */
export const VERSION_2: NoticeText = {
  version: 2,
  date: '2026-11-22',
  sections: [
    {
      id: 'who',
      zh: {
        title: '谁在处理',
        paragraphs: ['{{issuers}}。有问题请拨打 12345，或在“我的信息与权利”里提出，由个人信息保护负责人答复。'],
      },
      en: {
        title: 'Who processes your data',
        paragraphs: ['{{issuers}}. Questions: call 12345, or ask under “My data and rights”; the privacy officer answers.'],
      },
    },
    {
      id: 'what',
      zh: {
        title: '处理什么',
        paragraphs: [
          '姓名、证件类型和号码、手机号，加密保存。未满 14 周岁的，另加监护人姓名和关系。',
          '每次扫码的时间、地点和核验结果。',
          '敏感个人信息：卫生部门登记的健康信息、您申报的行程。不采集人脸，不采集手机定位。',
        ],
      },
      en: {
        title: 'What is processed',
        paragraphs: [
          'Name, kind and number of your document, telephone: kept encrypted. For somebody under 14 also the guardian’s name and relation.',
          'Time, place and result of each scan.',
          'Sensitive data: health information recorded by the health authority, and trips that you declare. No face, no location of your phone.',
        ],
      },
    },
    {
      id: 'why',
      zh: {
        title: '用来做什么，为什么必要',
        paragraphs: [
          '只用于疫情防控：判断能否通行；出现确诊病例时，找到同时在场的人。',
          '不查健康和行程，就无法在门口发现风险；不记录通行，就无法通知密切接触者。不作其他用途。',
        ],
      },
      en: {
        title: 'What for, and why it is needed',
        paragraphs: [
          'Only against the epidemic: to tell whether you may pass, and to find who was there when a case is confirmed.',
          'Without health and itinerary no risk is seen at a door; without visits no contact can be told. Nothing else is done with them.',
        ],
      },
    },
    {
      id: 'basis',
      zh: {
        title: '凭什么处理',
        paragraphs: [
          '通行登记和核验依据法定职责和应对突发公共卫生事件的命令，不以您的同意为前提：{{orders}}。',
          '在手机上显示健康状态、申报行程，须经您单独同意；不同意，不影响通行。',
        ],
      },
      en: {
        title: 'On what basis',
        paragraphs: [
          'Recording and checking at doors rest on statutory duties and on orders in a public health emergency, not on your consent: {{orders}}.',
          'Showing your health status on the phone and declaring trips need your separate consent. Without it you pass doors all the same.',
        ],
      },
    },
    {
      id: 'howLong',
      zh: {
        title: '保存多久',
        paragraphs: ['通行记录保存 {{days}} 天后自动删除。账号和登记信息保存到您申请删除，且已没有依法须保存的记录为止。'],
      },
      en: {
        title: 'How long',
        paragraphs: [
          'Visits are deleted by themselves after {{days}} days. Account and registration are kept until you ask for erasure and nothing is left that the law keeps.',
        ],
      },
    },
    {
      id: 'with',
      zh: {
        title: '谁能看到',
        paragraphs: [
          '场所人员只看到结果和打码的姓名。110 处置时须写明理由才能看到您的姓名和手机号。',
          '流调人员须有确诊病例并经第二人批准才能查询。每次查看都有记录，您可以在“我的信息被谁用过”里看到。不向其他单位提供，不出境。',
        ],
      },
      en: {
        title: 'Who sees it',
        paragraphs: [
          'Venue staff see a result and a masked name. Dispatchers of 110 see name and telephone for a stated reason.',
          'Epidemiologists need a confirmed case and a second person’s approval. Each look is recorded, and you see it under “Who used my data”. Nothing is given to others or leaves the country.',
        ],
      },
    },
    {
      id: 'rights',
      zh: {
        title: '您的权利',
        paragraphs: [
          '查看、下载一份、更正、删除、撤回同意、要求解释：都在“我的信息与权利”里办，15 天内答复。撤回同意不影响之前的处理。',
          '认为健康状态不对，可以要求说明依据并由人复核，结果不由机器单独决定。对答复不满意，可以向网信部门投诉。',
        ],
      },
      en: {
        title: 'Your rights',
        paragraphs: [
          'See, take a copy, correct, erase, withdraw consent, ask why: all under “My data and rights”, answered within 15 days. Withdrawing does not undo what was done before.',
          'If your health status looks wrong, you may ask for its evidence and for a person to look again: no machine decides alone. If the answer does not satisfy you, complain to the cyberspace administration.',
        ],
      },
    },
  ],
};
