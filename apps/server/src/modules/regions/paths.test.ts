import { describe, expect, it } from 'vitest';
import { laidOver, withPaths } from './paths';

const listed = (code: string, nameZh: string, nameEn = nameZh) => ({ code, nameZh, nameEn });
const pathsOf = (...divisions: ReturnType<typeof listed>[]) =>
  new Map(withPaths(laidOver([], divisions)).map(({ code, pathZh, pathEn }) => [code, [pathZh, pathEn]]));

describe('paths of divisions', () => {
  it('leave out the levels of the statistical codes that are no place', () => {
    const paths = pathsOf(
      listed('110101001', '东华门街道'),
      listed('110101', '东城区'),
      listed('1101', '市辖区'),
      listed('11', '北京市', 'Beijing'),
    );
    expect(paths.get('110101001')).toEqual(['北京市东城区东华门街道', '东华门街道, 东城区, Beijing']);
  });

  it('say a city without counties once', () => {
    const paths = pathsOf(listed('44', '广东省'), listed('4419', '东莞市'), listed('441900', '东莞市'), listed('441900003', '东城街道'));
    expect(paths.get('441900003')?.[0]).toBe('广东省东莞市东城街道');
  });

  it('lie under the nearest division there is', () => {
    const [, street] = laidOver([listed('9901', '星海市')], [listed('990101001', '银杏街道')]);
    expect(street?.parent).toBe('9901');
  });
});
