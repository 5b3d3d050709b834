import { describe, expect, it } from '@jest/globals';
import { MESSENGERS } from '../../src/conditions/invite-places.ts';
import { domainProblem } from '../../src/conditions/domain-set.ts';
import { linksDomains } from '../../src/conditions/links-domains.ts';
import { linksInvite } from '../../src/conditions/links-invite.ts';
import { linksShorteners } from '../../src/conditions/links-shorteners.ts';
import { SHORTENERS } from '../../src/conditions/shortener-list.ts';
import { run, testCondition } from '../helpers/test-condition.ts';

testCondition(linksDomains, {
  match: [
    {
      options: { like: ['yourshop.com'] },
      text: 'pay at https://yourshop-support.com/x',
      data: { count: 1, found: 'yourshop-support.com', like: 'yourshop.com', how: 'added words' },
      words: ['yourshop-support.com'],
    },
    {
      options: { like: { list: 'lists/b.txt' }, at_least: 2 },
      lists: { 'lists/b.txt': ['DHL: dhl.* dhl-news.example', 'PayPal: paypal.com'] },
      text: 'https://paypa1.com https://dhl.top https://dhl-news.example',
      data: { count: 2, like: 'paypal.com', how: 'look-alike letters' },
    },
    {
      options: 'evil.com',
      text: 'see https://evil.com/x',
      data: { count: 1, limit: 1, found: 'evil.com' },
      words: ['evil.com'],
    },
    { options: 'evil.com', text: 'www.EVIL.com', words: ['evil.com'] },
    { options: 'EVIL.com', text: 'http://a.b.evil.com:8080/?q', words: ['a.b.evil.com'] },
    { options: 'www.evil.com', text: 'http://evil.com' },
    { options: 'shop.evil.co.uk', text: 'http://shop.evil.co.uk' },
    { options: 'bücher.example', text: 'https://xn--bcher-kva.example/' },
    { options: 'xn--bcher-kva.example', text: 'https://bücher.example/' },
    { options: 'ＢÜCHER.example', text: 'https://bücher.example/' },
    { options: '.top', text: 'https://a.top https://b.c.top', data: { count: 2 } },
    { options: '.co.uk', text: 'https://a.co.uk' },
    { options: '.evil.com', text: 'https://a.evil.com' },
    { options: 'somebody.github.io', text: 'https://somebody.github.io/x' },
    { options: '192.0.2.7', text: 'http://192.0.2.7/login' },
    { options: ['a.example', 'b.example'], text: 'https://b.example' },
    { options: { list: 'lists/d.txt' }, lists: { 'lists/d.txt': ['evil.com'] }, text: 'https://evil.com' },
    { options: { any: ['evil.com'], at_least: 2 }, text: 'https://evil.com/1 https://x.evil.com' },
    {
      options: { any: ['evil.com'], except: 'ok.evil.com' },
      text: 'https://ok.evil.com https://evil.com',
      data: { count: 1 },
    },
    { options: { except: ['my.shop'] }, text: 'https://my.shop https://evil.com', words: ['evil.com'] },
    {
      options: { except: { list: 'lists/ok.txt' } },
      lists: { 'lists/ok.txt': ['my.shop'] },
      text: 'https://evil.com',
    },
  ],
  ignore: [
    {
      options: { like: 'yourshop.com' },
      text: 'https://www.yourshop.com/x',
      data: { count: 0, found: 'none' },
    },
    { options: { like: 'yourshop.com', except: 'yourshop.co' }, text: 'https://yourshop.co' },
    { options: { like: 'yourshop.com' }, text: 'your shop' },
    {
      options: 'evil.com',
      text: 'https://notevil.com https://evil.com.example',
      data: { count: 0, found: 'none' },
    },
    { options: 'evil.com', text: 'https://example.org/evil.com?u=evil.com' },
    { options: 'shop.evil.com', text: 'https://evil.com' },
    { options: '.evil.com', text: 'https://evil.com' },
    { options: '.top', text: 'https://top.example' },
    { options: { any: ['evil.com'], at_least: 2 }, text: 'https://evil.com' },
    { options: { any: ['evil.com'], except: 'ok.evil.com' }, text: 'https://a.ok.evil.com' },
    { options: { except: ['my.shop'] }, text: 'https://www.my.shop/p/1 https://cdn.my.shop' },
    { options: { except: ['my.shop'] }, text: 'no link' },
    { options: 'evil.com', text: 'write me@evil.com' },
  ],
  invalid: [
    { options: { like: 'Your Shop' }, message: /write a domain .yourshop.com.*like","any",0/ },
    { options: { like: ['Your Shop: yourshop.com', 'Us:'] }, message: /no domain after the colon.*any",1/ },
    { options: { like: 'Us: yourshop.com nodomain' }, message: /'nodomain': this is no domain/ },
    { options: { like: 'hm.com' }, message: /'hm' is too short/ },
    { options: { like: '.com' }, message: /ending alone/ },
    { options: { like: 'yourshop.com', any: ['x.example'] }, message: /unrecognized|invalid/ },
    { options: 'https://evil.com', message: /domain alone/ },
    { options: ['a.example', 'evil.com/path'], message: /domain alone.*any",1/ },
    { options: '*.evil.com', message: /write evil.com: subdomains are included/ },
    { options: 'co.uk', message: /write .co.uk if you mean all/ },
    { options: 'com', message: /write .com if/ },
    { options: 'evil', message: /no domain/ },
    { options: '..', message: /no domain/ },
    { options: { except: ['com'] }, message: /write .com.*except","any",0/ },
    { options: { at_least: 1 }, message: /except|any|list/ },
    { options: { any: ['a.example'], at_least: 0 }, message: /too_small/ },
  ],
});

testCondition(linksShorteners, {
  match: [
    {
      options: true,
      text: 'https://bit.ly/3x',
      data: { count: 1, limit: 1, found: 'bit.ly' },
      words: ['bit.ly'],
    },
    { options: true, text: 'tinyurl.com/abc', words: ['tinyurl.com'] },
    { options: { at_least: 2 }, text: 'https://bit.ly/1 https://is.gd/2' },
    { options: { add: ['go.example'] }, text: 'https://go.example/1 https://bit.ly/1', data: { count: 2 } },
  ],
  ignore: [
    {
      options: true,
      text: 'https://example.com https://rabbit.ly https://youtu.be/x https://maps.app.goo.gl/x',
    },
    { options: { except: ['bit.ly'] }, text: 'https://bit.ly/3x' },
    { options: { at_least: 2 }, text: 'https://bit.ly/1' },
    { options: true, text: '' },
  ],
  invalid: [
    { options: false, message: /invalid/ },
    { options: { add: 'bit.ly/x' }, message: /domain alone/ },
    { options: { except: [] }, message: /empty/ },
  ],
});

testCondition(linksInvite, {
  match: [
    {
      options: true,
      text: 'join t.me/x1',
      data: { count: 1, found: 't.me', wanted: 'any' },
      words: ['t.me'],
    },
    { options: 'telegram', text: 'https://telegram.me/joinchat/AAA' },
    { options: 'telegram', text: 'https://somebody.t.me' },
    {
      options: ['signal', 'whatsapp'],
      text: 'https://wa.me/15550100999',
      data: { wanted: 'signal or whatsapp' },
    },
    { options: 'whatsapp', text: 'https://api.whatsapp.com/send?phone=15550100999&text=hi' },
    { options: 'whatsapp', text: 'https://api.whatsapp.com/send/?text=hi&phone=15550100999' },
    { options: { any: ['whatsapp'] }, text: 'https://chat.whatsapp.com/AbC' },
    { options: 'whatsapp', text: 'https://www.whatsapp.com/channel/0029' },
    { options: 'discord', text: 'https://discord.gg/x and https://discord.com/invite/x', data: { count: 2 } },
    { options: 'discord', text: 'HTTPS://DISCORD.COM/INVITE/x' },
    { options: 'signal', text: 'https://signal.group/#CjQK' },
    { options: 'line', text: 'https://line.me/R/ti/p/x' },
    { options: 'messenger', text: 'https://m.me/x' },
    { options: 'whatsapp', text: 'https://wa.me/15550100001', message: { displayPhoneNumber: null } },
  ],
  ignore: [
    {
      options: true,
      text: 'https://example.com https://discord.com/about https://whatsapp.com',
      data: { count: 0 },
    },
    { options: 'signal', text: 'https://t.me/x' },
    { options: true, text: 'https://wa.me/15550100001' },
    { options: true, text: 'https://wa.me/+15550100001?text=hi' },
    { options: true, text: 'https://api.whatsapp.com/send?phone=15550100001' },
    { options: true, text: 'https://wa.me/p/123/15550100001 https://wa.me/c/15550100001' },
    { options: true, text: 'https://not-t.me/x https://example.org/t.me' },
    { options: true, text: '' },
  ],
  invalid: [
    { options: 'whatsup', message: /expected one of discord/ },
    { options: false, message: /expected true or some of/ },
    { options: [], message: /empty/ },
  ],
});

describe('the kept lists', () => {
  it('of shorteners are sorted domains, each once', () => {
    expect(SHORTENERS.filter((domain) => domainProblem(domain) !== null)).toEqual([]);
    expect([...new Set(SHORTENERS)].sort()).toEqual(SHORTENERS);
  });

  it('of messengers name places for each', () => {
    const places: Record<string, string> = {
      discord: 'discord.gg/x',
      instagram: 'ig.me/m/x',
      kakaotalk: 'open.kakao.com/o/x',
      line: 'lin.ee/x',
      messenger: 'm.me/x',
      signal: 'signal.me/x',
      skype: 'join.skype.com/x',
      snapchat: 'www.snapchat.com/add/x',
      telegram: 't.me/x',
      viber: 'invite.viber.com/?x',
      wechat: 'u.wechat.com/x',
      whatsapp: 'wa.link/x',
      zalo: 'zalo.me/x',
    };
    expect(Object.keys(places).sort()).toEqual([...MESSENGERS]);
    for (const [options, place] of Object.entries(places))
      expect([options, run(linksInvite, { options, text: `https://${place}` }).matched]).toEqual([
        options,
        true,
      ]);
  });

  it('a faulty entry of a list is named when the condition is bound', () => {
    const item = { options: { list: 'lists/d.txt' }, lists: { 'lists/d.txt': ['ok.example', 'com'] } };
    expect(() => run(linksDomains, item)).toThrow(/'com': every site under/);
  });
});
