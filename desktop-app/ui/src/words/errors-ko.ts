/** 무엇이 안 됐는지, 코드별로. 빠진 코드가 있으면 컴파일되지 않습니다. */
import type { Code } from '../platform/types';
import type { ErrorWords } from './errors-en';
import { particle } from './particle';

const eun = (name: string) => particle(name, '은', '는');
const i = (name: string) => particle(name, '이', '가');
const eul = (name: string) => particle(name, '을', '를');

export const errorsKo: Record<Code, ErrorWords> = {
  badArgument: {
    title: () => '모아가 잘못 물었어요',
    text: () => '저희 잘못이에요. 뒤로 가서 한 번 더 해 주세요.',
    short: '모아의 오류',
  },
  notFound: {
    title: () => '이제 여기에 없어요',
    text: () => '방금 삭제됐을 수 있어요. 지금 있는 것은 홈에서 볼 수 있어요.',
    short: '이제 없음',
  },
  locked: {
    title: () => '모아가 잠겨 있어요',
    text: () => '암호문을 입력하면 계속할 수 있어요.',
    short: '잠김',
  },
  wrongPassphrase: {
    title: () => '이 암호문으로는 열리지 않아요',
    text: () => '대소문자와 자판 배열을 확인하고 다시 입력해 주세요.',
    short: '암호문이 달라요',
  },
  passphraseTooShort: {
    title: () => '암호문이 너무 짧아요',
    text: () => '8자 이상으로 정해 주세요. 낱말 몇 개를 이어도 좋아요.',
    short: '너무 짧음',
  },
  vaultUnavailable: {
    title: () => '열쇠를 두는 곳에 닿을 수 없어요',
    text: () => '이 컴퓨터에서 열쇠를 읽거나 쓰지 못했어요. 키링이 있다면 잠금을 풀고 다시 시도해 주세요. 잃은 것은 없어요.',
    short: '열쇠에 닿을 수 없음',
  },
  keyringLocked: {
    title: () => '이 컴퓨터의 키링이 잠겨 있어요',
    text: () => '열쇠가 그 안에 있어요. 키링의 잠금을 풀고 다시 시도해 주세요. 잃은 것은 없어요.',
    short: '키링이 잠겨 있음',
  },
  storeUnavailable: {
    title: () => '데이터베이스를 열 수 없어요',
    text: () => '디스크가 가득 찼거나 다른 모아가 쓰고 있을 수 있어요. 지운 것은 없어요.',
    short: '데이터베이스 응답 없음',
  },
  keyLost: {
    title: () => '데이터의 열쇠가 없어졌어요',
    text: () =>
      '데이터는 이 컴퓨터에 그대로 있지만 열쇠 없이는 읽을 수 없어요. 열쇠를 두었던 곳(키링이나 봉인한 파일)을 되살릴 수 있다면 되살린 뒤 다시 시도해 주세요. 아니면 새로 시작할 수 있어요. 지운 것은 없어요.',
    short: '열쇠 없음',
  },
  directoryUnreachable: {
    title: () => '은행 목록에 닿을 수 없어요',
    text: () => '연결을 확인하고 다시 시도해 주세요. 시험해 보는 중이라면 모의 은행을 먼저 켜 주세요: cargo xtask run. 이미 추가한 은행에는 영향이 없어요.',
    short: '은행 목록 응답 없음',
  },
  directoryRefused: {
    title: () => '은행 목록을 믿을 수 없어요',
    text: () => '앞뒤가 맞지 않는 내용이 있어서 쓰지 않았어요. 이미 추가한 은행에는 영향이 없어요.',
    short: '은행 목록 거절',
  },
  bankUnreachable: {
    title: (bank) => `${bank}에 닿을 수 없어요`,
    text: () => '응답이 없거나 네트워크가 끊겼어요. 마지막 잔액은 시각과 함께 그대로 있어요.',
    short: '닿을 수 없음',
  },
  bankDown: {
    title: (bank) => `${i(bank)} 응답하지 않아요`,
    text: () => '은행 쪽에 문제가 있대요. 마지막 잔액은 그대로 있고 동의에도 영향이 없어요.',
    short: '응답하지 않음',
  },
  rateLimited: {
    title: (bank) => `${i(bank)} 기다려 달라고 했어요`,
    text: () => '얼마나 자주 물을 수 있는지 정해 두었어요. 지금 보이는 잔액은 지난번 것이에요.',
    short: '기다려 달라고 함',
  },
  bankAnswerRefused: {
    title: (bank) => `${i(bank)} 믿을 수 없는 답을 보냈어요`,
    text: () => '표준에 맞지 않아 쓰지 않았어요. 저장한 것은 그대로예요.',
    short: '쓸 수 없는 답',
  },
  bankRefusedApp: {
    title: (bank) => `${i(bank)} 이 모아를 받아들이지 않아요`,
    text: () => '은행이 등록을 거절했거나 더 이상 알아보지 못해요. 공유한 것은 없어요.',
    short: '앱을 거절함',
  },
  bankRefusedRequest: {
    title: (bank) => `${i(bank)} 요청을 거절했어요`,
    text: () => '요청한 것을 주지 않아요. 나머지는 그대로예요.',
    short: '요청을 거절함',
  },
  needsReconnect: {
    title: (bank) => `${eul(bank)} 다시 연결해 주세요`,
    text: () => '동의가 끝났거나 철회됐어요. 마지막 잔액은 갱신하거나 삭제할 때까지 남아 있어요.',
    short: '다시 연결 필요',
  },
  signInRefused: {
    title: () => '브라우저에서 돌아온 답이 맞지 않아요',
    text: (bank) => `이 요청의 답이 아니어서 받지 않았어요. 연결된 것은 없어요. 화면이 정말 ${bank}인지 확인하고 다시 시작해 주세요.`,
    short: '브라우저의 답을 거절함',
  },
  attemptRunning: {
    title: (bank) => `${eun(bank)} 이미 추가하는 중이에요`,
    text: () => '먼저 그 요청을 마치거나 취소해 주세요.',
    short: '이미 추가 중',
  },
  syncRunning: {
    title: () => '이미 동기화하고 있어요',
    text: () => '곧 끝나요.',
    short: '이미 동기화 중',
  },
  cancelled: {
    title: () => '멈췄어요',
    text: () => '직접 멈추셨어요. 그때까지 읽은 것은 남아 있어요.',
    short: '멈춤',
  },
  browserUnavailable: {
    title: () => '브라우저를 열 수 없어요',
    text: () => '링크를 복사해서 브라우저에 직접 열어 주세요.',
    short: '브라우저 없음',
  },
  internal: {
    title: () => '모아에 문제가 생겼어요',
    text: () => '저희 잘못이에요. 잃은 것은 없어요. 다시 시도해 주세요. 계속되면 아래 번호가 기록에 있어요.',
    short: '모아의 오류',
  },
};
