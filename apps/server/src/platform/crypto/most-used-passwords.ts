/**
 * The most used passwords among those that are long enough to be chosen at all: rows of keys, repetitions, dates and the
 * words of this trade. In lower case.
 */
export const MOST_USED_PASSWORDS: ReadonlySet<string> = new Set(
  `
  123456789012 1234567890123 12345678901234 123456789012345 1234567890123456 123456789123 1234567890987654321
  012345678901 987654321098 098765432109 111111111111 000000000000 888888888888 666666666666 123123123123 121212121212
  123321123321 112233445566 147258369147 147258369258 123456123456 12345678912345 1122334455667788 123456654321
  789456123789 159753159753 520520520520 131452013145 5201314520131 1314520131452 woaini5201314 woaini1314520
  woaini520520 woaini123456 woaini1314521 qq1234567890 qq123456789012 a12345678901 a123456789012 abc123456789
  abc1234567890 abcd12345678 abcd123456789 abcdef123456 abcdefg12345 abcdefghijkl abcdefghijklm abcdefghijklmnop
  aa1234567890 aa12345678901 asd123456789 asdf12345678 asdfghjkl123 asdfghjkl1234 asdfasdfasdf asdfghjklqwe asdasdasdasd
  zxcvbnm12345 zxcvbnm123456 zxcvbnmasdfghjkl zxcvbnm,./123 qazwsxedcrfv qazwsxedc123 qazwsx123456 qazxswedcvfr
  1qaz2wsx3edc 1qaz2wsx3edc4rfv 1qazxsw23edc !qaz2wsx3edc 1q2w3e4r5t6y 1q2w3e4r5t6y7u 1q2w3e4r5t6y7u8i qwertyuiop12
  qwertyuiop123 qwertyuiop[] qwertyuiop1234 qwertyuiopasdf qwertyuiopasdfghjkl qwerty123456 qwerty12345678 qwertyqwerty
  qwerty1234567 q1w2e3r4t5y6 qweasdzxc123 qwe123456789 qweqweqweqwe qwer12345678 qwerasdfzxcv 1234qwerasdf 123qweasdzxc
  123qwe123qwe zaq12wsxcde3 zaq1xsw2cde3 password1234 password12345 password123456 passwordpassword password2020
  password2021 password2022 password2023 password2024 password2025 password2026 password!123 passw0rd1234 p@ssw0rd1234
  p@ssword1234 p@ssword123! mypassword12 mypassword123 admin1234567 admin12345678 admin123456789 adminadmin12
  adminadmin123 admin@123456 admin@12345678 admin!@#12345 administrator administrator1 administrator123 root12345678
  rootroot1234 root@1234567 user12345678 test12345678 testtesttest test123456789 welcome12345 welcome123456 welcome2024!
  letmein12345 letmeinletmein changeme1234 changemeplease changemechangeme iloveyou1234 iloveyou12345 iloveyouiloveyou
  iloveyou123456 sunshine1234 princess1234 football1234 baseball1234 superman1234 dragondragon monkeymonkey shadowshadow
  mastermaster michaelmichael computer1234 internet1234 trustno1trustno1 correcthorsebatterystaple thisismypassword
  secretsecret secret123456 default12345 system123456 manager12345 support12345 oracle123456 huawei@12345 huawei@123456
  changeme@123 admin@huawei.com a123456789a1 a1b2c3d4e5f6 1a2b3c4d5e6f a1s2d3f4g5h6 z1x2c3v4b5n6 w1w2w3w4w5w6
  beijing2008123 beijing12345 shanghai1234 shanghai12345 guangzhou123 shenzhen1234 zhongguo1234 zhongguo12345
  zhonghua1234 woaizhongguo woaibeijing1 wodemima1234 wodemima12345 mima12345678 caonima123456 nihao1234567 nihaonihao12
  nihaoshijie1 tongxing1234 tongxing12345 tongxing123456 tongxing-demo tongxing@123 tongxing@1234 tongxing2025
  tongxing2026 tongxingma12 jiankangma12 jiankangma123 changsuoma12 changsuoma123 fangkong1234 fangkong12345
  yiqing123456 xinguan12345 jikong123456 weijian12345 gongan123456 110110110110 120120120120 1234512345123
  12345123451234 11112222333344 11223344556677 aaaaaaaaaaaa aaaaaaaaaaaaa bbbbbbbbbbbb xxxxxxxxxxxx zzzzzzzzzzzz
  aaaabbbbcccc aaaaaaaa1234 abcabcabcabc abc123abc123 abcd1234abcd abcd1234efgh aabbccddeeff 999999999999 555555555555
  333333333333 222222222222 777777777777 444444444444 aptx4869aptx 10203040506070 102030405060 010203040506 314159265358
  3141592653589 271828182845 spring2024!! summer2024!! winter2024!! autumn2024!!
`
    .trim()
    .split(/\s+/),
);
