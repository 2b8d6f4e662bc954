// What attackers try first, of eight characters or more and in lower case: runs on the keyboard, words with a year or a
// number behind, and the numbers that sound like words in Chinese (520 我爱你, 1314 一生一世).
const list = `
1234567890 12345678910 0123456789 01234567 0987654321 9876543210 987654321 87654321 123456789a 123456789q
12345678a 12345678q 123456789abc 1234567a 1234567q a1234567 a12345678 a123456789 a1234567890 q1234567 q12345678
q123456789 z1234567 z12345678 z123456789 w123456789 s123456789 x123456789 l123456789 zxc123456 asd123456 qwe123456
qaz123456 abc12345 abc123456 abc1234567 abc12345678 abc123456789 abcd1234 abcd12345 abcd123456 abcde12345 abcdef123
aa123456 aa12345678 aa123456789 aaa123456 aaaa1111 a123123123 aabbccdd aabb1122 asdf1234 asdf12345 asdfasdf asdfghjk
asdfghjkl asdfjkl; asd123asd asd123123 qwer1234 qwer12345 qwer123456 qwerqwer qwert123 qwert12345 qwerty12 qwerty123
qwerty1234 qwerty12345 qwerty123456 qwertyui qwertyuiop qwertyuiop123 qwe123qwe qwe123123 qweqweqwe qweasdzxc qweasd123
1qaz2wsx 1qaz2wsx3edc 1qazxsw2 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1q2w3e4r! q1w2e3r4 q1w2e3r4t5 qazwsx123 qazwsxedc
qaz123wsx zaq12wsx zaq1zaq1 zxcvbnm1 zxcvbnm123 zxcvbnm,./ zxcv1234 zxczxczxc zxcasdqwe poiuytrewq mnbvcxz1 lkjhgfdsa
!@#$%^&* !@#$%^&*( 1!2@3#4$ !qaz2wsx 1qaz@wsx qwer!@#$ 147258369 159357123 123654789 147852369 741852963 963852741
789456123 321654987 159753456 123698745 112233445566 11223344 22334455 11112222 11221122 12121212 12123434 12341234
123123123 123123123a 12344321 1234554321 123456654321 123454321 123321123 123123321 1233211234567 123456123456
123456abc 123456abcd 123456qwe 123456qwerty 123456asd 123456aa 123456as 123456qq 123456ab 123456123 123qweasd
123qwe123 123qweasdzxc 123qwe!@# 123abc123 123asd123 12qwaszx 12345qwe 12345qwert 1234qwer 1234asdf 1234abcd
111222333 111111111a 1111aaaa 1a2b3c4d 1234567890a 1234567890q 1029384756 10203040 102030405060 13145200 1314520a
13145201314 1314521a 13141314 13145211 5201314a 5201314q 5201314520 52013140 520520520 52052013 5211314a 521521521
woaini123 woaini520 woaini521 woaini1314 woaini5201314 woaini123456 woaiwoziji woaiwojia woaini11 woaini00 iloveyou
iloveyou1 iloveyou2 iloveyou123 iloveyou520 iloveyou1314 ilovechina lovelove loveyou123 love1314 love5201314 love5201
nihao123 nihaoma1 nihao123456 zhongguo zhongguo1 zhongguo123 woshishui woshinibaba caonima123 caonima1 laopolaogong
mima1234 mima123456 wodemima buzhidao wangyut2 xiaoming xiaoming123 zhang123 zhangwei wang123456 wang1234 li123456
liu123456 chen123456 zhao123456 yang123456 china123 china123456 beijing2008 shanghai beijing123 shenzhen hello123
hello1234 hello12345 helloworld hellohello welcome1 welcome12 welcome123 welcome1234 welcome2024 welcome2025 welcome2026
password password1 password2 password12 password123 password1234 password12345 password! password1! password123!
p@ssw0rd p@ssword p@ssword1 p@ssw0rd1 p@ssw0rd123 passw0rd passw0rd1 passw0rd! pass1234 pass12345 pass123456 passpass
passwort password01 password99 mypassword mypassword1 thepassword newpassword changeme changeme1 changeme123 letmein1
letmein123 letmein12 trustno1 whatever whatever1 nothing1 secret123 secret1234 topsecret test1234 test12345 test123456
testtest testing1 testing123 tester123 demo1234 demo12345 guest123 guest1234 user1234 username username1 default1
admin123 admin1234 admin12345 admin123456 admin123! admin888 admin8888 admin666 admin@123 admin@1234 adminadmin
administrator administrator1 root1234 root12345 root123456 rootroot toor1234 manager1 master123 master12 superman
superman1 superuser batman123 spiderman starwars starwars1 pokemon1 pokemon123 dragon12 dragon123 football football1
football123 baseball baseball1 baseball123 basketball basketball1 soccer12 liverpool liverpool1 chelsea1 arsenal1
barcelona manchester sunshine sunshine1 sunshine123 princess princess1 princess123 butterfly chocolate chocolate1
computer computer1 computer123 internet internet1 michelle jennifer jessica1 jonathan danielle1 charlie1 charlie123
michael1 jordan23 michael23 ashley123 samantha victoria1 elizabeth alexander christian qq123456 qq1234567 qq12345678
qq123456789 qq123123 qqqq1111 qwqwqwqw asasasas zxzxzxzx abababab abcabcabc abcdefgh abcdefghi abcdefghij abcdefg1
abcdefg123 aaaaaaa1 a1b2c3d4 a1b2c3d4e5 a11111111 a00000000 00000000a 11111111a 88888888a 66666666a 111111aa 000000aa
1111111a 888888aa 666666aa aa111111 aa000000 wechat123 weixin123 alipay123 taobao123 shuyuan1 shuyuan123 shuyuan2026
monkey123 monkey12 freedom1 freedom123 lovely123 cookie123 flower123 summer2024 summer2025 summer2026 winter2024
winter2025 winter2026 spring2025 spring2026 autumn2025 autumn2026 google123 facebook1 samsung123 samsung1 iphone123
apple123 apple1234 android1 windows1 windows10 microsoft 19871987 19881988 19891989 19901990 19911991 19921992 19931993
19951995 20002000 20082008 20202020 20232023 20242024 20252025 20262026 gfhjkm123 marina123 access14 blink182 killer123
ncc1701d trustno1! zaq!2wsx 3.1415926 31415926 314159265 27182818 q1q1q1q1 1q1q1q1q 1qaz1qaz 2wsx3edc 7777777a 77777777
`;

/** The commonest passwords, in lower case. */
export const commonPasswords: ReadonlySet<string> = new Set(list.split(/\s+/).filter(Boolean));
